import asyncio
async def fail(): raise ValueError
async def main():
    try:
        raise KeyError(3)
    except KeyError:
        try: await asyncio.create_task(fail())
        except ValueError as error: print(repr(error.__context__))  # expect: KeyError(3)
asyncio.run(main())
