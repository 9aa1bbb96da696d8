async def c(): pass
x = c()
x.close()
print(x.__name__, x.__qualname__, x.cr_code is c.__code__, type(x).__name__, repr(x)[:20])
# expect: c c True coroutine <coroutine object c
