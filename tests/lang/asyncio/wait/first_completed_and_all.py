import asyncio
async def main():
    a, b = asyncio.create_task(asyncio.sleep(0.001)), asyncio.create_task(asyncio.sleep(0.05))
    done, pending = await asyncio.wait([a, b], return_when=asyncio.FIRST_COMPLETED)
    print(done == {a}, pending == {b})  # expect: True True
    done, pending = await asyncio.wait([a, b])
    print(len(done), len(pending))  # expect: 2 0
asyncio.run(main())
