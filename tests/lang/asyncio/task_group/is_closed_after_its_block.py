import asyncio
async def main():
    async with asyncio.TaskGroup() as tg: pass
    c = asyncio.sleep(0)
    try: tg.create_task(c)
    except RuntimeError as e: print(str(e)[-12:])  # expect:  is finished
    c.close()
asyncio.run(main())
