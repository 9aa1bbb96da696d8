import asyncio
async def main():
    f = asyncio.get_running_loop().create_future()
    for n in 1, 2: f.add_done_callback(lambda f, n=n: print("callback", n, f.result()))
    f.set_result("r")
    print("set")
    await asyncio.sleep(0)
    f.add_done_callback(lambda f: print("late"))
    await asyncio.sleep(0)
asyncio.run(main())  # expect: set
# expect: callback 1 r
# expect: callback 2 r
# expect: late
