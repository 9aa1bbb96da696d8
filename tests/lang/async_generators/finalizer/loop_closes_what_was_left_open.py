import asyncio
async def gen():
    try: yield 1
    finally: print("closed by the loop")  # expect: closed by the loop
async def main():
    async for x in gen(): break
    await asyncio.sleep(0.01)
    print("main ends")  # expect: main ends
asyncio.run(main())
