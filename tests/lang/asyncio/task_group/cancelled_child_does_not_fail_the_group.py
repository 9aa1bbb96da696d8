import asyncio
async def main():
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(asyncio.sleep(1))
        await asyncio.sleep(0)
        t.cancel()
    print(t.cancelled())  # expect: True
asyncio.run(main())
