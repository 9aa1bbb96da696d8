import asyncio
async def gen(): yield 1
async def main():
    g = aiter(gen())
    print(await anext(g), await anext(g, "default"))  # expect: 1 default
asyncio.run(main())
