import asyncio
async def wait(f, n): return n, await f
async def main():
    f = asyncio.get_running_loop().create_future()
    ts = [asyncio.create_task(wait(f, n)) for n in range(3)]
    await asyncio.sleep(0)
    f.set_result("v")
    print(await asyncio.gather(*ts))  # expect: [(0, 'v'), (1, 'v'), (2, 'v')]
asyncio.run(main())
