async def c(): pass
x = c()
try:
    for _ in x: pass
except TypeError as e: print(e)  # expect: 'coroutine' object is not iterable
try: next(x)
except TypeError as e: print(e)  # expect: 'coroutine' object is not an iterator
x.close()
