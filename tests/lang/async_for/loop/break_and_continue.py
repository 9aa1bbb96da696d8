async def gen():
    for i in range(5): yield i
async def main():
    async for x in gen():
        if x == 1: continue
        if x == 3: break
        print(x)  # expect: 0
        # expect: 2
import asyncio
asyncio.run(main())
