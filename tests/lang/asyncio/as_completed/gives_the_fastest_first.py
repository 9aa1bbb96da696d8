import asyncio
async def main():
    for f in asyncio.as_completed([asyncio.sleep(0.03, "slow"), asyncio.sleep(0.001, "fast")]): print(await f)
    # expect: fast
    # expect: slow
asyncio.run(main())
