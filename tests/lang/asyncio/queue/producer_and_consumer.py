import asyncio
async def main():
    q = asyncio.Queue(2)
    async def produce():
        for i in range(4):
            await q.put(i)
            print("put", i)
    async def consume():
        for _ in range(4):
            print("got", await q.get())
            q.task_done()
    await asyncio.gather(produce(), consume())
    await q.join()
    print(q.empty(), q.qsize())
asyncio.run(main())  # expect: put 0
# expect: put 1
# expect: got 0
# expect: got 1
# expect: put 2
# expect: put 3
# expect: got 2
# expect: got 3
# expect: True 0
