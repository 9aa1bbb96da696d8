import asyncio
async def main():
    q = asyncio.Queue()
    q.put_nowait(1)
    j = asyncio.create_task(q.join())
    await asyncio.sleep(0)
    q.get_nowait()
    await asyncio.sleep(0)
    print(j.done())  # expect: False
    q.task_done()
    await j
    print("joined")  # expect: joined
asyncio.run(main())
