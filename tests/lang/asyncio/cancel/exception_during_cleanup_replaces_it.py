import asyncio
async def job():
    try: await asyncio.sleep(1)
    finally: raise ValueError("while tidying up")
async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep(0)
    t.cancel()
    try: await t
    except ValueError as e: print(e, repr(e.__context__))
    # expect: while tidying up CancelledError()
asyncio.run(main())
