import asyncio
async def gen():
    await asyncio.sleep(0)
    yield 1
async def main():
    g = gen()
    a, b = await asyncio.gather(anext(g), anext(g), return_exceptions=True)
    print(a, repr(b))
    # expect: 1 RuntimeError('anext(): asynchronous generator is already running')
asyncio.run(main())
