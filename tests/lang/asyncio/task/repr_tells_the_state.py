import asyncio, re
async def job(): await asyncio.sleep(0)
async def main():
    t = asyncio.create_task(job(), name="J")
    print(re.sub(r" at .*?>", ">", repr(t)).split(" coro")[0])  # expect: <Task pending name='J'
    await t
    print(repr(t).split(" coro")[0], repr(t)[-12:])  # expect: <Task finished name='J' result=None>
    t = asyncio.create_task(job(), name="C")
    t.cancel()
    await asyncio.wait([t])
    print(repr(t).split(" coro")[0])  # expect: <Task cancelled name='C'
asyncio.run(main())
