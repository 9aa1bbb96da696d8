import asyncio
async def main():
    t = asyncio.create_task(asyncio.sleep(0))
    try: t.result()
    except asyncio.InvalidStateError as e: print(e)  # expect: Result is not set.
    await t
asyncio.run(main())
