import asyncio
async def gen(n):
    for i in range(n): yield i
async def main():
    print([[y async for y in gen(x)] for x in range(3)])  # expect: [[], [0], [0, 1]]
asyncio.run(main())
