import asyncio
async def main():
    loop = asyncio.get_running_loop()
    h = loop.call_at(loop.time() + 0.02, print, "at")
    print(h.when() > loop.time(), h.cancelled())  # expect: True False
    await asyncio.sleep(0.04)
asyncio.run(main())  # expect: at
