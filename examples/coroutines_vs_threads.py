"""The same work three times: one after another, in threads, as coroutines.

The work is waiting, as most work with networks is.  Both threads and coroutines wait for all at once; but a
coroutine is an object of a few hundred bytes, so there may be thousands of them.
"""

import asyncio
import threading
import time

JOBS = 20
WAIT = 0.02


def timed(function):
    started = time.perf_counter()
    result = function()
    return result, time.perf_counter() - started


def one_after_another():
    done = []
    for number in range(JOBS):
        time.sleep(WAIT)
        done.append(number)
    return sum(done)


def in_threads():
    done = []

    def job(number):
        time.sleep(WAIT)
        done.append(number)

    threads = [threading.Thread(target=job, args=(number,)) for number in range(JOBS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


async def job(number):
    await asyncio.sleep(WAIT)
    return number


async def gathered(count):
    return sum(await asyncio.gather(*(job(number) for number in range(count))))


serial, serial_time = timed(one_after_another)
threaded, threaded_time = timed(in_threads)
awaited, awaited_time = timed(lambda: asyncio.run(gathered(JOBS)))

print("the results agree:", serial == threaded == awaited == sum(range(JOBS)))
print("one after another takes as long as all waits together:", serial_time >= JOBS * WAIT)
print("threads are faster:", threaded_time < serial_time)
print("coroutines are faster:", awaited_time < serial_time)

many, many_time = timed(lambda: asyncio.run(gathered(5000)))
print("five thousand coroutines at once:", many == sum(range(5000)))
