import asyncio
real = asyncio.events.Handle._run
seen = []
def _run(self):
    seen.append(1)
    return real(self)
async def main():
    for _ in range(3): await asyncio.sleep(0)
asyncio.events.Handle._run = _run
try: asyncio.run(main())
finally: asyncio.events.Handle._run = real
print(len(seen) >= 4)  # expect: True
