import asyncio
async def main():
    q = asyncio.Queue()
    t = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
    q.put_nowait("kept")
    print(t.cancelled(), q.get_nowait())  # expect: True kept
asyncio.run(main())
