import asyncio
async def job(lock, n):
    async with lock:
        print("in", n)
        await asyncio.sleep(0)
        print("out", n)
async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(job(lock, n) for n in range(3)))
    print(lock.locked())
    lock.release()
asyncio.run(main())  # expect: in 0
# expect: out 0
# expect: in 1
# expect: out 1
# expect: in 2
# expect: out 2
# expect: False
# raises: RuntimeError: Lock is not acquired.
