class C:
    def __init__(self, n): self.n = n
    async def __aenter__(self): print("enter", self.n)
    async def __aexit__(self, *a): print("exit", self.n)
async def main():
    async with C(1), C(2): print("body")
import asyncio
asyncio.run(main())  # expect: enter 1
# expect: enter 2
# expect: body
# expect: exit 2
# expect: exit 1
