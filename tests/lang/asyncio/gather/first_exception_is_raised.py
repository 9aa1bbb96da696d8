import asyncio
async def bad(): raise ValueError("bad")
async def slow():
    await asyncio.sleep(0.01)
    print("slow goes on")
async def main():
    try: await asyncio.gather(bad(), slow())
    except ValueError as e: print(e)
    await asyncio.sleep(0.03)
asyncio.run(main())  # expect: bad
# expect: slow goes on
