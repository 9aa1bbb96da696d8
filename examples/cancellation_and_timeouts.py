"""Cancellation is an exception that is raised at an await, and time-outs are built on it.

So `finally` and `async with` tidy up after it as after any other exception, and it can be held off where a
piece of work must not be torn apart.
"""

import asyncio


async def slow_work(log):
    try:
        log.append("started")
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise  # whoever cancelled us wants to know that we are gone
    finally:
        log.append("tidied up")


async def cancel_a_task():
    log = []
    task = asyncio.create_task(slow_work(log))
    await asyncio.sleep(0)  # let it start
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("1. task:", *log, sep=" / ")
    print("   cancelled:", task.cancelled())


async def time_out_a_block():
    log = []
    try:
        async with asyncio.timeout(0.01):
            await slow_work(log)
    except TimeoutError:
        print("2. timeout():", *log, sep=" / ")


async def time_out_one_await():
    log = []
    try:
        await asyncio.wait_for(slow_work(log), timeout=0.01)
    except TimeoutError as error:
        print("3. wait_for():", *log, sep=" / ")
        print("   caused by", type(error.__cause__).__name__)


async def shield_what_must_finish():
    async def save():
        await asyncio.sleep(0.02)
        print("   saved")

    saving = asyncio.create_task(save())
    try:
        async with asyncio.timeout(0.001):
            await asyncio.shield(saving)
    except TimeoutError:
        print("4. gave up waiting; still saving:", not saving.done())
    await saving


async def move_the_deadline():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(0.1) as limit:
        for _ in range(4):
            await asyncio.sleep(0.03)
            limit.reschedule(loop.time() + 0.1)  # there is progress: allow some more time
    print("5. deadline moved, expired:", limit.expired())


async def take_the_first():
    async def mirror(name, delay):
        await asyncio.sleep(delay)
        return name

    tasks = [asyncio.create_task(mirror(*args)) for args in [("far", 5), ("near", 0.01), ("middle", 1)]]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.wait(pending)
    print("6. first answer:", done.pop().result(), "/ cancelled:", sum(task.cancelled() for task in pending))


async def main():
    await cancel_a_task()
    await time_out_a_block()
    await time_out_one_await()
    await shield_what_must_finish()
    await move_the_deadline()
    await take_the_first()


asyncio.run(main())
