async def c(): raise StopIteration("x")
try: c().send(None)
except RuntimeError as e: print(e, repr(e.__cause__))
# expect: coroutine raised StopIteration StopIteration('x')
