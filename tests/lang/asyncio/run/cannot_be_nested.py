import asyncio
async def main():
    c = main()
    try: asyncio.run(c)
    except RuntimeError as e: print(e)
    # expect: asyncio.run() cannot be called from a running event loop
    c.close()
asyncio.run(main())
