import asyncio
class MyTask(asyncio.Task): pass
async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **k: MyTask(coro, loop=loop, **k))
    t = asyncio.create_task(asyncio.sleep(0, 5))
    print(type(t).__name__, await t)  # expect: MyTask 5
asyncio.run(main())
