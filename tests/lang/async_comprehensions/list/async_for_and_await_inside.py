import asyncio
async def gen(n):
    for i in range(n): yield i
async def double(x): return x * 2
async def main():
    print([x async for x in gen(3)], {x async for x in gen(2)}, {x: await double(x) async for x in gen(2)})
    # expect: [0, 1, 2] {0, 1} {0: 0, 1: 2}
    print([await double(x) for x in (1, 2)], [x async for x in gen(4) if await double(x) > 2])
    # expect: [2, 4] [2, 3]
asyncio.run(main())
