import asyncio
async def main():
    lock = asyncio.Lock()
    release = asyncio.Lock.release
    asyncio.Lock.release = lambda self: print("patched") or release(self)
    async with lock: pass  # expect: patched
    asyncio.Lock.release = release
    lock.release = lambda: print("of this one")
    async with lock: pass  # expect: of this one
    print(lock.locked())  # expect: True
asyncio.run(main())
