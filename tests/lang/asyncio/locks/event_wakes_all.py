import asyncio
async def wait(e, n):
    await e.wait()
    print("woken", n)
async def main():
    e = asyncio.Event()
    ts = [asyncio.create_task(wait(e, n)) for n in range(2)]
    await asyncio.sleep(0)
    print(e.is_set())
    e.set()
    await asyncio.gather(*ts)
    e.clear()
    print(e.is_set(), ts[0].done())
asyncio.run(main())  # expect: False
# expect: woken 0
# expect: woken 1
# expect: False True
