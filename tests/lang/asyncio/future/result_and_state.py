import asyncio
async def main():
    f = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(f.set_result, "r")
    print(f.done(), await f, f.done(), f.result())  # expect: False r True r
    f.set_result(2)
asyncio.run(main())
# raises: asyncio.exceptions.InvalidStateError: invalid state
