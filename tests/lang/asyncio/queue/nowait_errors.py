import asyncio
async def main():
    q = asyncio.Queue(1)
    try: q.get_nowait()
    except asyncio.QueueEmpty as e: print(repr(e))  # expect: QueueEmpty()
    q.put_nowait(1)
    try: q.put_nowait(2)
    except asyncio.QueueFull as e: print(repr(e), q.full())  # expect: QueueFull() True
    q.task_done()
    q.task_done()
asyncio.run(main())
# raises: ValueError: task_done() called too many times
