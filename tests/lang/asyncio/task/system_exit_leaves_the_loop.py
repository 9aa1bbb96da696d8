import asyncio
async def job(): raise SystemExit(7)
async def main():
    asyncio.create_task(job())
    await asyncio.sleep(1)
    print("never")
asyncio.run(main())
# exit: 7
