import asyncio


async def bad():
    raise ValueError("nobody asks")


async def main():
    task = asyncio.create_task(bad(), name="forgotten")
    await asyncio.sleep(0)
    del task


asyncio.run(main())
