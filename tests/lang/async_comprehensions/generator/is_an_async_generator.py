import asyncio
async def gen():
    yield 1
async def main():
    g = (x async for x in gen())
    print(type(g).__name__, [x async for x in g])  # expect: async_generator [1]
    print(type((x for x in [1])).__name__)  # expect: generator
asyncio.run(main())
