import asyncio, contextvars
v = contextvars.ContextVar("v", default="none")
async def read(): return v.get()
async def main():
    ctx = contextvars.copy_context()
    ctx.run(v.set, "given")
    print(await asyncio.create_task(read(), context=ctx), await read())  # expect: given none
    asyncio.get_running_loop().call_soon(lambda: print("callback", v.get()), context=ctx)
    # expect: callback given
    await asyncio.sleep(0)
asyncio.run(main())
