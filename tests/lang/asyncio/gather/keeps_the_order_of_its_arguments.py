import asyncio
async def job(delay, v):
    await asyncio.sleep(delay)
    print("done", v)  # expect: done c
    # expect: done b
    # expect: done a
    return v
async def main(): print(await asyncio.gather(job(0.02, "a"), job(0.01, "b"), job(0, "c")))
# expect: ['a', 'b', 'c']
asyncio.run(main())
