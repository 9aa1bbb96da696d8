import asyncio
async def say(x): print(x)
async def main():
    ts = [asyncio.create_task(say(i)) for i in range(3)]
    print("created")
    await asyncio.sleep(0)
    print([t.done() for t in ts])
asyncio.run(main())  # expect: created
# expect: 0
# expect: 1
# expect: 2
# expect: [True, True, True]
