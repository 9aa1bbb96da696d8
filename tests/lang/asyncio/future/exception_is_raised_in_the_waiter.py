import asyncio
async def main():
    f = asyncio.Future()
    f.set_exception(ValueError("v"))
    try: await f
    except ValueError as e: print(e)  # expect: v
asyncio.run(main())
