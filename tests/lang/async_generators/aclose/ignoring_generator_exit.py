import asyncio
async def gen():
    try: yield
    except GeneratorExit: yield
async def main():
    g = gen()
    await anext(g)
    await g.aclose()
asyncio.run(main())
# raises: RuntimeError: async generator ignored GeneratorExit
