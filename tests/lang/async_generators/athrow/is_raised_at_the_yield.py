import asyncio
async def gen():
    try: yield 1
    except ValueError: yield "caught"
async def main():
    g = gen()
    await anext(g)
    print(await g.athrow(ValueError()))  # expect: caught
    await g.aclose()
asyncio.run(main())
