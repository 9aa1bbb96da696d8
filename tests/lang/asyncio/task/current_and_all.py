import asyncio
async def main():
    t = asyncio.create_task(asyncio.sleep(0), name="other")
    print(asyncio.current_task().get_coro().__name__, sorted(t.get_name() == "other" for t in asyncio.all_tasks()))
    # expect: main [False, True]
    await t
    print(len(asyncio.all_tasks()))  # expect: 1
asyncio.run(main())
