import asyncio
async def main():
    async with asyncio.timeout(5):
        try:
            async with asyncio.timeout(0.001): await asyncio.sleep(10)
        except TimeoutError: print("inner")  # expect: inner
    print("outer survived", asyncio.current_task().cancelling())  # expect: outer survived 0
asyncio.run(main())
