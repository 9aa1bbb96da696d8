# oracle: 3.14
import asyncio
async def quick():
    print("quick runs")  # expect: quick runs
    return 1
async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    t = asyncio.create_task(quick())
    print("created", t.done(), t.result())  # expect: created True 1
asyncio.run(main())
