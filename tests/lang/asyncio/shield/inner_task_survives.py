import asyncio
async def inner():
    await asyncio.sleep(0.01)
    print("inner done")
async def main():
    t = asyncio.create_task(inner())
    try: await asyncio.wait_for(asyncio.shield(t), 0.001)
    except TimeoutError: print("gave up", t.done())
    await t
asyncio.run(main())  # expect: gave up False
# expect: inner done
