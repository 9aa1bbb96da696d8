import asyncio
async def job():
    async with asyncio.timeout(5): await asyncio.sleep(1)
async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep(0)
    t.cancel()
    try: await t
    except BaseException as e: print(type(e).__name__)  # expect: CancelledError
asyncio.run(main())
