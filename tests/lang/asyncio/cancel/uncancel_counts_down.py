# oracle: 3.14
import asyncio
async def job():
    t = asyncio.current_task()
    t.cancel()
    print(t.cancelling(), t.uncancel())  # expect: 1 0
    try: await asyncio.sleep(0)
    except asyncio.CancelledError: print("still thrown")
    else: print("not thrown")  # expect: not thrown
asyncio.run(job())
