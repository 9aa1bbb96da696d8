import asyncio
async def job(n):
    await asyncio.sleep(0)
    return n
async def main():
    print(sum(await asyncio.gather(*map(job, range(10000)))))  # expect: 49995000
asyncio.run(main())
