import asyncio
async def job():
    try: await asyncio.sleep(10)
    except asyncio.CancelledError: return "refused"
async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled(), t.cancel())  # expect: refused False False
asyncio.run(main())
