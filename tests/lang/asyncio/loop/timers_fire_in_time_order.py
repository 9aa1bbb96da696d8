import asyncio
async def main():
    loop = asyncio.get_running_loop()
    for delay in 0.03, 0.01, 0.02: loop.call_later(delay, print, delay)
    await asyncio.sleep(0.05)
asyncio.run(main())  # expect: 0.01
# expect: 0.02
# expect: 0.03
