import asyncio
async def main():
    lock, done = asyncio.Lock(), []
    async def use(n):
        async with lock: done.append(n)
    await lock.acquire()
    tasks = [asyncio.create_task(use(n)) for n in range(3)]
    await asyncio.sleep(0)
    lock.release()
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(done, lock.locked())  # expect: [1, 2] False
    semaphore = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(semaphore.acquire()) for n in range(2)]
    await asyncio.sleep(0)
    semaphore.release()
    tasks[0].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))  # expect: [CancelledError(''), True]
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(queue.get()) for n in range(2)]
    await asyncio.sleep(0)
    queue.put_nowait("item")
    tasks[0].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))  # expect: [CancelledError(''), 'item']
asyncio.run(main())
