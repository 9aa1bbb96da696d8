# oracle: 3.11
import asyncio, threading
def work(x): return x * 2, threading.current_thread() is threading.main_thread()
async def main():
    print(await asyncio.to_thread(work, 21))  # expect: (42, False)
    print(await asyncio.get_running_loop().run_in_executor(None, work, 1))  # expect: (2, False)
    try: await asyncio.to_thread(int, "x")
    except ValueError as e: print(e)  # expect: invalid literal for int() with base 10: 'x'
asyncio.run(main())
