import asyncio
async def bad(e): raise e
async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(bad(ValueError(1)))
        tg.create_task(bad(KeyError(2)))
try: asyncio.run(main())
except ExceptionGroup as e: print(repr(e))
# expect: ExceptionGroup('unhandled errors in a TaskGroup', [ValueError(1), KeyError(2)])
