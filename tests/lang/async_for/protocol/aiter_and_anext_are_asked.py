class Count:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return self.n
async def main():
    async for x in Count(2): print(x)  # expect: 1
    # expect: 0
    else: print("else")  # expect: else
import asyncio
asyncio.run(main())
