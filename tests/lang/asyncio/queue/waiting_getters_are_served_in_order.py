import asyncio
async def main():
    q = asyncio.Queue()
    ts = [asyncio.create_task(q.get(), name=f"getter {n}") for n in range(3)]
    await asyncio.sleep(0)
    for x in "abc": q.put_nowait(x)
    print(await asyncio.gather(*ts))  # expect: ['a', 'b', 'c']
asyncio.run(main())
