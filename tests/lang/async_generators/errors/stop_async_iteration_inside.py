import asyncio
async def gen():
    yield 1
    raise StopAsyncIteration
async def main():
    try: [x async for x in gen()]
    except RuntimeError as e: print(e)  # expect: async generator raised StopAsyncIteration
asyncio.run(main())
