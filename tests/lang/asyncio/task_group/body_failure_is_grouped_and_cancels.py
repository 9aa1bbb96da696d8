import asyncio
async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(asyncio.sleep(10))
            raise KeyError("body")
    except* KeyError as e: print(repr(e), t.cancelled())
    # expect: ExceptionGroup('unhandled errors in a TaskGroup', [KeyError('body')]) True
asyncio.run(main())
