import asyncio
async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "soon 1")
    loop.call_later(0.01, print, "later")
    loop.call_soon(print, "soon 2")
    h = loop.call_soon(print, "never")
    h.cancel()
    await asyncio.sleep(0.03)
    print(h.cancelled())
asyncio.run(main())  # expect: soon 1
# expect: soon 2
# expect: later
# expect: True
