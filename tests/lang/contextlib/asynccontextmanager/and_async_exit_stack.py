import asyncio, contextlib
@contextlib.asynccontextmanager
async def tag(n):
    print("enter", n)
    try: yield n
    finally: print("exit", n)
async def main():
    async with contextlib.AsyncExitStack() as s:
        for n in 1, 2: await s.enter_async_context(tag(n))
        async with tag(3) as v: print(v)
asyncio.run(main())  # expect: enter 1
# expect: enter 2
# expect: enter 3
# expect: 3
# expect: exit 3
# expect: exit 2
# expect: exit 1
