import asyncio
async def job():
    try: await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0.001)
        print("tidied up")  # expect: tidied up
async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
    print(t.cancelled())  # expect: True
asyncio.run(main())
