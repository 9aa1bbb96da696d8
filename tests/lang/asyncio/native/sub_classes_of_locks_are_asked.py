import asyncio
class Lock(asyncio.Lock):
    def release(self):
        print("released")
        super().release()
class Queue(asyncio.Queue):
    def _put(self, item): super()._put(item * 2)
class Event(asyncio.Event):
    async def wait(self):
        print("waits")
        return await super().wait()
async def main():
    lock = Lock()
    lock.name = "mine"
    async with lock: print(lock.locked(), lock.name)  # expect: True mine
    # expect: released
    queue = Queue(1)
    await queue.put(4)
    print(await queue.get())  # expect: 8
    event = Event()
    event.set()
    # expect: waits
    print(await event.wait())  # expect: True
asyncio.run(main())
