import asyncio
async def gen():
    got = yield 1
    yield got
async def main():
    g = gen()
    print(await g.asend(None), await g.asend("sent"))  # expect: 1 sent
    try: await g.asend(None)
    except StopAsyncIteration as e: print(repr(e))  # expect: StopAsyncIteration()
asyncio.run(main())
