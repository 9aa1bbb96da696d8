import asyncio
async def main():
    f = asyncio.Future()
    print(f.cancel("m"), f.cancelled(), f.cancel())  # expect: True True False
    await f
try: asyncio.run(main())
except asyncio.CancelledError as e: print(e.args)  # expect: ('m',)
