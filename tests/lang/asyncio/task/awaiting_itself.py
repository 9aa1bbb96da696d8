import asyncio
async def main():
    try: await asyncio.current_task()
    except RuntimeError as e: print(str(e).split(": ")[0])  # expect: Task cannot await on itself
asyncio.run(main())
