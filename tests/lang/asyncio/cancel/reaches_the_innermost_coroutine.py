import asyncio
async def level(n):
    try: await (level(n - 1) if n else asyncio.sleep(10))
    finally: print("leaving", n)  # expect: leaving 0
    # expect: leaving 1
    # expect: leaving 2
async def main():
    t = asyncio.create_task(level(2))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
asyncio.run(main())
