import asyncio, warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    asyncio.sleep(1)
    asyncio.Lock().acquire()
    asyncio.sleep(1).close()
for warning in seen: print(warning.category.__name__, warning.message)
# expect: RuntimeWarning coroutine 'sleep' was never awaited
# expect: RuntimeWarning coroutine 'Lock.acquire' was never awaited
