import asyncio
async def main():
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(1)
    except TimeoutError: print("at the first await")  # expect: at the first await
    print("after")  # expect: after
asyncio.run(main())
