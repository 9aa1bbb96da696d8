import asyncio
async def main(): return 5
print(asyncio.run(main()))  # expect: 5
