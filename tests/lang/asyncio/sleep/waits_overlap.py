import asyncio, time
async def main(): await asyncio.gather(*(asyncio.sleep(0.05) for _ in range(50)))
start = time.monotonic()
asyncio.run(main())
print(time.monotonic() - start < 1)  # expect: True
