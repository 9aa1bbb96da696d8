"""A supervisor that restarts what crashes, waits longer each time, and gives up on hopeless cases.

Workers need not know of it: they are coroutine functions that may raise.  The supervisor is a loop around
an await.
"""

import asyncio

events = []


def tell(name, text):
    events.append((name, text))


async def supervise(name, worker, *, restarts=3, delay=0.001):
    for attempt in range(restarts + 1):
        try:
            result = await worker(attempt)
        except Exception as error:  # a cancellation is no Exception, and goes through
            tell(name, f"attempt {attempt + 1} failed: {error!r}")
            await asyncio.sleep(delay)
            delay *= 2
        else:
            tell(name, f"finished with {result!r}")
            return result
    tell(name, f"given up after {restarts} restarts")
    raise RuntimeError(f"{name} does not stay up")


async def sound(attempt):
    await asyncio.sleep(0.001)
    return "all well"


async def flaky(attempt):
    if attempt < 2:
        raise ConnectionError(f"lost the line ({attempt})")
    return "third time lucky"


async def hopeless(attempt):
    await asyncio.sleep(0)
    return 1 / 0


async def endless(attempt):
    try:
        await asyncio.sleep(3600)
    finally:
        tell("endless", "stopped from outside")


async def main():
    workers = {"sound": sound, "flaky": flaky, "hopeless": hopeless, "endless": endless}
    tasks = {name: asyncio.create_task(supervise(name, worker)) for name, worker in workers.items()}
    tasks["endless"].add_done_callback(lambda task: tell("endless", f"cancelled: {task.cancelled()}"))
    await asyncio.wait([task for name, task in tasks.items() if name != "endless"])
    tasks["endless"].cancel("closing time")
    results = await asyncio.gather(*tasks.values(), return_exceptions=True)
    for name, result in zip(tasks, results):
        print(f"{name}: {result!r}")
        for who, text in events:
            if who == name:
                print("   ", text)


asyncio.run(main())
