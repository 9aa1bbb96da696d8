import asyncio
async def job(): return 1
class Aw:
    def __await__(self):
        yield
        return "aw"
async def main():
    t = asyncio.ensure_future(job())
    print(asyncio.isfuture(t), asyncio.isfuture(5), asyncio.ensure_future(t) is t, await t, await asyncio.ensure_future(Aw()))
    # expect: True False True 1 aw
    try: asyncio.ensure_future(5)
    except TypeError as e: print(e)
    # expect: An asyncio.Future, a coroutine or an awaitable is required
asyncio.run(main())
