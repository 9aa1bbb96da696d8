import asyncio
running = most = 0
async def job(s):
    global running, most
    async with s:
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
async def main():
    s = asyncio.Semaphore(2)
    await asyncio.gather(*(job(s) for _ in range(6)))
    print(most, s.locked())  # expect: 2 False
    b = asyncio.BoundedSemaphore(1)
    b.release()
asyncio.run(main())
# raises: ValueError: BoundedSemaphore released too many times
