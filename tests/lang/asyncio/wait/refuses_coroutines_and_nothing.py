import asyncio
async def main():
    c = asyncio.sleep(0)
    for arg in [c], []:
        try: await asyncio.wait(arg)
        except (TypeError, ValueError) as e: print(type(e).__name__, e)
        # expect: TypeError Passing coroutines is forbidden, use tasks explicitly.
        # expect: ValueError Set of Tasks/Futures is empty.
    c.close()
asyncio.run(main())
