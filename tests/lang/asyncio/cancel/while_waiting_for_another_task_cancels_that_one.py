import asyncio
async def main():
    inner = asyncio.create_task(asyncio.sleep(10))
    async def waits(): await inner
    outer = asyncio.create_task(waits())
    await asyncio.sleep(0)
    outer.cancel()
    await asyncio.wait([outer])
    print(inner.cancelled(), outer.cancelled())  # expect: True True
asyncio.run(main())
