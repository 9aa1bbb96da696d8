import asyncio
async def slow():
    try: await asyncio.sleep(10)
    except asyncio.CancelledError: print("slow was cancelled"); raise
async def main():
    print(await asyncio.wait_for(asyncio.sleep(0, "in time"), 5), await asyncio.wait_for(asyncio.sleep(0, "no limit"), None))
    try: await asyncio.wait_for(slow(), 0.01)
    except TimeoutError as e: print(repr(e), repr(e.__cause__)[:15])
asyncio.run(main())  # expect: in time no limit
# expect: slow was cancelled
# expect: TimeoutError() CancelledError(
