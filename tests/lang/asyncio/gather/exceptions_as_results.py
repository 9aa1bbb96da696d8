import asyncio
async def bad(): raise ValueError("bad")
async def main(): print(await asyncio.gather(bad(), asyncio.sleep(0, 1), return_exceptions=True))
# expect: [ValueError('bad'), 1]
asyncio.run(main())
