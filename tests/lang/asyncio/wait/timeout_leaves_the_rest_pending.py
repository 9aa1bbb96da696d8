import asyncio
async def main():
    t = asyncio.create_task(asyncio.sleep(10))
    done, pending = await asyncio.wait([t], timeout=0.01)
    print(len(done), pending == {t}, t.cancelled())  # expect: 0 True False
asyncio.run(main())
