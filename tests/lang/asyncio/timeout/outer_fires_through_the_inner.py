import asyncio
async def main():
    try:
        async with asyncio.timeout(0.001):
            try:
                async with asyncio.timeout(5): await asyncio.sleep(10)
            except TimeoutError: print("inner: never")
    except TimeoutError: print("outer")  # expect: outer
asyncio.run(main())
