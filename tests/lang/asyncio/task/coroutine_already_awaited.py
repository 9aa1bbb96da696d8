import asyncio
async def job(): pass
async def main():
    c = job()
    await c
    await asyncio.create_task(c)
asyncio.run(main())
# raises: RuntimeError: cannot reuse already awaited coroutine
