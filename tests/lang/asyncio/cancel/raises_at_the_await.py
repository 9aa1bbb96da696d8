import asyncio
async def job():
    try: await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
        raise
async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep(0)
    print(t.cancel("because"), t.cancelling())
    try: await t
    except asyncio.CancelledError: print(t.cancelled())
asyncio.run(main())  # expect: True 1
# expect: cancelled ('because',)
# expect: True
