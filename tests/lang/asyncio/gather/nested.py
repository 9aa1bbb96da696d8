import asyncio
async def main():
    print(await asyncio.gather(asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2)), asyncio.sleep(0, 3)))
    # expect: [[1, 2], 3]
asyncio.run(main())
