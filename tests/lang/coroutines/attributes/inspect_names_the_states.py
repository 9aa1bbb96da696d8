import inspect, types
@types.coroutine
def pause(): yield
async def c(v):
    print(inspect.getcoroutinestate(x))
    await pause()
x = c(5)
print(inspect.getcoroutinestate(x), inspect.getcoroutinelocals(x))  # expect: CORO_CREATED {'v': 5}
x.send(None)  # expect: CORO_RUNNING
print(inspect.getcoroutinestate(x))  # expect: CORO_SUSPENDED
x.close()
print(inspect.getcoroutinestate(x), inspect.getcoroutinelocals(x))  # expect: CORO_CLOSED {}
