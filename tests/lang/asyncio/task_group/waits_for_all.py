import asyncio
async def job(n):
    await asyncio.sleep(0.001 * n)
    return n
async def main():
    async with asyncio.TaskGroup() as tg: ts = [tg.create_task(job(n)) for n in (3, 1, 2)]
    print([t.result() for t in ts])  # expect: [3, 1, 2]
asyncio.run(main())
