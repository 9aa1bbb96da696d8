import asyncio
async def main():
    l = asyncio.Lock()
    await l.acquire()
    a, b = asyncio.create_task(l.acquire()), asyncio.create_task(l.acquire())
    await asyncio.sleep(0)
    a.cancel()
    l.release()
    print(await b, a.cancelled(), l.locked())  # expect: True True True
asyncio.run(main())
