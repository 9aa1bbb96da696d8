import asyncio
async def job():
    for i in range(2):
        try: await asyncio.sleep(1)
        except asyncio.CancelledError: print("cancelled", i)
async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep(0)
    t.cancel(); t.cancel()
    print(t.cancelling())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(t.done())
    t.cancel()
    await t
asyncio.run(main())  # expect: 2
# expect: cancelled 0
# expect: False
# expect: cancelled 1
