import asyncio
async def job(b, n):
    print("at", n)  # expect: at 1
    # expect: at 2
    await b.wait()
    print("past", n)  # expect: past 2
    # expect: past 1
async def main():
    b = asyncio.Barrier(2)
    await asyncio.gather(job(b, 1), job(b, 2))
asyncio.run(main())
