import asyncio, gc, weakref
async def main():
    t = asyncio.create_task(asyncio.sleep(0))
    await t
    r = weakref.ref(t)
    del t
    await asyncio.sleep(0)
    gc.collect()
    print(r())  # expect: None
asyncio.run(main())
