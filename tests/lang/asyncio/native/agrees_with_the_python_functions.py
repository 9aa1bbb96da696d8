# In debug mode the Python functions run: random programs must go the same way in both.
import asyncio, logging, random
logging.disable()
async def program(seed):
    rnd, log = random.Random(seed), []
    lock, semaphore, event, queue = asyncio.Lock(), asyncio.BoundedSemaphore(2), asyncio.Event(), asyncio.Queue(2)
    async def worker(n, rnd):
        for step in range(8):
            try:
                kind = rnd.randrange(8)
                if kind == 0:
                    async with lock:
                        log.append((n, "locked"))
                        await asyncio.sleep(0)
                elif kind == 1:
                    async with semaphore:
                        log.append((n, "semaphore", semaphore.locked()))
                        await asyncio.sleep(0)
                elif kind == 2: log.append((n, "event", await event.wait()))
                elif kind == 3: event.set()
                elif kind == 4: event.clear()
                elif kind == 5: log.append((n, "put", await queue.put((n, step))))
                elif kind == 6: log.append((n, "got", await queue.get()))
                else: await asyncio.sleep(0)
            except asyncio.CancelledError:
                log.append((n, "cancelled", step))
                if rnd.random() < 0.3: raise
    tasks = [asyncio.create_task(worker(n, random.Random(seed * 100 + n))) for n in range(6)]
    for turn in range(60):
        await asyncio.sleep(0)
        if rnd.random() < 0.4: tasks[rnd.randrange(6)].cancel()
        if rnd.random() < 0.1: event.set()
    for task in tasks:
        for turn in range(20):
            if task.done(): break
            task.cancel()
            await asyncio.sleep(0)
    done = await asyncio.gather(*tasks, return_exceptions=True)
    return log, [repr(outcome) for outcome in done], lock.locked(), semaphore._value, queue.qsize(), len(queue._getters)
same = 0
for seed in range(60):
    same += asyncio.run(program(seed)) == asyncio.run(program(seed), debug=True)
print(same)  # expect: 60
