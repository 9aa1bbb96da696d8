# oracle: 3.14
import asyncio
async def main():
    ts = [asyncio.create_task(asyncio.sleep(d, d)) for d in (0.03, 0.001)]
    async for t in asyncio.as_completed(ts): print(t in ts, await t)  # expect: True 0.001
    # expect: True 0.03
asyncio.run(main())
