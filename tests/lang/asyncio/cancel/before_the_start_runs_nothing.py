import asyncio
async def job(): print("never")
async def main():
    t = asyncio.create_task(job())
    t.cancel()
    await asyncio.wait([t])
    print(t.cancelled())  # expect: True
asyncio.run(main())
