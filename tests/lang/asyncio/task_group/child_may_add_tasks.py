import asyncio
async def child(tg, n):
    print("child", n)  # expect: child 2
    # expect: child 1
    # expect: child 0
    if n: tg.create_task(child(tg, n - 1))
async def main():
    async with asyncio.TaskGroup() as tg: tg.create_task(child(tg, 2))
    print("all done")  # expect: all done
asyncio.run(main())
