import asyncio
async def main():
    t = asyncio.create_task(asyncio.sleep(0, "r"))
    t.add_done_callback(lambda t: print("first", t.result()))
    f = lambda t: print("never")
    t.add_done_callback(f)
    print(t.remove_done_callback(f))
    await t
    print("awaited")
    await asyncio.sleep(0)
asyncio.run(main())  # expect: 1
# expect: first r
# expect: awaited
