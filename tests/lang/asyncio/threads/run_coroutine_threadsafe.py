# oracle: 3.11
import asyncio, threading
async def job(x):
    await asyncio.sleep(0.001)
    return x + 1
async def main():
    loop = asyncio.get_running_loop()
    def other(): return asyncio.run_coroutine_threadsafe(job(1), loop).result()
    print(await asyncio.to_thread(other))  # expect: 2
    done = asyncio.Event()
    threading.Thread(target=lambda: loop.call_soon_threadsafe(done.set)).start()
    await done.wait()
    print("woken")  # expect: woken
asyncio.run(main())
