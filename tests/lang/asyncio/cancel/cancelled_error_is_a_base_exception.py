import asyncio
print(issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError.__mro__[1].__name__, asyncio.TimeoutError is TimeoutError)
# expect: False BaseException True
