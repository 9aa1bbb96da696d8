import asyncio
with asyncio.Runner() as r:
    async def loop(): return asyncio.get_running_loop()
    print(r.run(loop()) is r.run(loop()) is r.get_loop())  # expect: True
r.get_loop()
# raises: RuntimeError: Runner is closed
