async def c(): return 5
w = c().__await__()
print(type(w).__name__)  # expect: coroutine_wrapper
try: next(w)
except StopIteration as e: print(e.value)  # expect: 5
