import asyncio
async def child(n):
    try: await asyncio.sleep(10)
    except asyncio.CancelledError: print("child", n); raise  # expect: child 1
    # expect: child 2
async def main():
    g = asyncio.gather(child(1), child(2))
    await asyncio.sleep(0)
    g.cancel()
    try: await g
    except asyncio.CancelledError: print("gather cancelled")  # expect: gather cancelled
asyncio.run(main())
