import asyncio
async def background():
    try: await asyncio.sleep(10)
    finally: print("background cancelled")
async def main():
    asyncio.create_task(background())
    await asyncio.sleep(0)
    print("main ends")
asyncio.run(main())  # expect: main ends
# expect: background cancelled
