# oracle: 3.14
import asyncio
async def main():
    t = asyncio.timeout(1)
    async with t: pass
    try:
        async with t: pass
    except RuntimeError as e: print(e)  # expect: Timeout has already been entered
asyncio.run(main())
