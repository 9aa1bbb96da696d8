import asyncio

async def my_coroutine():
    await asyncio.sleep(1)
    return "Done"

async def numbers(source):
    async for n in source:
        yield n * 2

async def use(lock, items):
    async with lock as held:
        return [x async for x in items if await held.wants(x)]

def plain(n):
    got = yield from numbers(n)
    while (x := (yield got)) is not None:
        got = x
