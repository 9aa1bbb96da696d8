import asyncio
async def main():
    try:
        async with asyncio.timeout(0.001) as t: await asyncio.sleep(10)
    except TimeoutError: print("timed out", t.expired())  # expect: timed out True
    async with asyncio.timeout(None) as t: t.reschedule(None)
    print(t.expired())  # expect: False
asyncio.run(main())
