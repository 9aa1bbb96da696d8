import asyncio
async def main():
    t = asyncio.create_task(asyncio.sleep(1))
    g = asyncio.gather(t, asyncio.sleep(0, "ok"), return_exceptions=True)
    await asyncio.sleep(0)
    t.cancel()
    a, b = await g
    print(type(a).__name__, b)  # expect: CancelledError ok
asyncio.run(main())
