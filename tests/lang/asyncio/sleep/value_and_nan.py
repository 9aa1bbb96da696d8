# oracle: 3.14
import asyncio
async def main():
    print(await asyncio.sleep(-1, "negative"))  # expect: negative
    await asyncio.sleep(float("nan"))
asyncio.run(main())
# raises: ValueError: Invalid delay: NaN (not a number)
