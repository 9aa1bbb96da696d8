import asyncio, inspect, types
async def main():
    c = asyncio.sleep(0)
    print(type(c) is types.CoroutineType, asyncio.iscoroutine(c), c.__name__, c.cr_code.co_name)  # expect: True True sleep sleep
    print(inspect.getcoroutinestate(c))  # expect: CORO_CREATED
    await c
    print(inspect.getcoroutinestate(c))  # expect: CORO_CLOSED
    try: await c
    except RuntimeError as error: print(error)  # expect: cannot reuse already awaited coroutine
    functions = asyncio.sleep, asyncio.Lock.acquire, asyncio.Event().wait, asyncio.Queue.put, asyncio.Semaphore().acquire
    print([inspect.iscoroutinefunction(f) for f in functions])  # expect: [True, True, True, True, True]
    print(inspect.signature(asyncio.sleep))  # expect: (delay, result=None)
asyncio.run(main())
