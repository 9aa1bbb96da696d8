import asyncio, types
@types.coroutine
def odd(): yield 5
async def main(): await odd()
asyncio.run(main())
# raises: RuntimeError: Task got bad yield: 5
