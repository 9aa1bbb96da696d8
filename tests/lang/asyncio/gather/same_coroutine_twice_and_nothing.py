import asyncio
async def main():
    c = asyncio.sleep(0, "x")
    print(await asyncio.gather(c, c), await asyncio.gather())  # expect: ['x', 'x'] []
asyncio.run(main())
