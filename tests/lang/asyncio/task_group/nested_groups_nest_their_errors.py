import asyncio
async def bad(): raise ValueError("deep")
async def inner():
    async with asyncio.TaskGroup() as tg: tg.create_task(bad())
async def main():
    async with asyncio.TaskGroup() as tg: tg.create_task(inner())
try: asyncio.run(main())
except ExceptionGroup as e: print(repr(e))
# expect: ExceptionGroup('unhandled errors in a TaskGroup', [ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('deep')])])
