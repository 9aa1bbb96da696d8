# oracle: 3.14
import asyncio
async def main():
    q = asyncio.Queue()
    q.put_nowait(1)
    q.shutdown()
    print(await q.get())  # expect: 1
    try: await q.get()
    except asyncio.QueueShutDown as e: print(repr(e))  # expect: QueueShutDown()
asyncio.run(main())
