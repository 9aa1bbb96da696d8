# oracle: 3.11
import asyncio, time, warnings
warnings.simplefilter("ignore")
async def job(n):
    await asyncio.sleep(0.2)
    return n
loop = asyncio.get_event_loop()
start = time.monotonic()
print(loop.run_until_complete(asyncio.gather(*(job(n) for n in range(3)))))  # expect: [0, 1, 2]
print(0.2 <= time.monotonic() - start < 0.55)  # expect: True
