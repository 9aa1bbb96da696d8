import asyncio
async def main(): raise ValueError("from main")
asyncio.run(main())
# raises: ValueError: from main
