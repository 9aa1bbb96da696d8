import asyncio
async def main():
    loop = asyncio.get_running_loop()
    def first():
        print("first")
        loop.call_soon(print, "third")
    loop.call_soon(first)
    loop.call_soon(print, "second")
    await asyncio.sleep(0)
    print("main")
    await asyncio.sleep(0)
asyncio.run(main())  # expect: first
# expect: second
# expect: main
# expect: third
