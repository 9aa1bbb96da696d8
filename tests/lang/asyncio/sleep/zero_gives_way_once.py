import asyncio
async def job(n):
    for i in range(2):
        print(n, i)  # expect: a 0
        # expect: b 0
        # expect: a 1
        # expect: b 1
        await asyncio.sleep(0)
async def main(): await asyncio.gather(job("a"), job("b"))
asyncio.run(main())
