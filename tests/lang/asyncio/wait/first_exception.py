import asyncio
async def bad():
    await asyncio.sleep(0.001)
    raise ValueError
async def main():
    a, b, c = asyncio.create_task(asyncio.sleep(0)), asyncio.create_task(bad()), asyncio.create_task(asyncio.sleep(1))
    done, pending = await asyncio.wait([a, b, c], return_when=asyncio.FIRST_EXCEPTION)
    print(done == {a, b}, pending == {c})  # expect: True True
    b.exception(); c.cancel()
asyncio.run(main())
