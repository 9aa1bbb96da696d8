import asyncio
async def bad(): 1 / 0
async def main():
    t = asyncio.create_task(bad())
    for _ in range(2):
        try: await t
        except ZeroDivisionError as e: print(e, e.__traceback__ is not None)
        # expect: division by zero True
        # expect: division by zero True
asyncio.run(main())
