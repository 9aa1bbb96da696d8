import asyncio
async def gen():
    try: yield
    finally:
        await asyncio.sleep(0)
        print("closed")  # expect: closed
async def main():
    g = gen()
    await anext(g)
    await g.aclose()
    await g.aclose()
asyncio.run(main())
