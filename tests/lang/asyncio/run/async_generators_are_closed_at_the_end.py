import asyncio
async def gen():
    try:
        while True: yield 1
    finally:
        await asyncio.sleep(0)
        print("closed")
g = gen()
async def main(): print(await anext(g))
asyncio.run(main())  # expect: 1
# expect: closed
print("after")  # expect: after
