import asyncio
async def bad(): raise ValueError("bad")
async def slow():
    try: await asyncio.sleep(10)
    except asyncio.CancelledError: print("sibling cancelled"); raise  # expect: sibling cancelled
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(slow())
            tg.create_task(bad())
    except* ValueError as e: print(repr(e))
    # expect: ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('bad')])
asyncio.run(main())
