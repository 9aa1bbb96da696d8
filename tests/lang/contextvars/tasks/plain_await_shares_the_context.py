import asyncio, contextvars
v = contextvars.ContextVar("v")
async def child(): v.set("from child")
async def main():
    await child()
    print(v.get())  # expect: from child
asyncio.run(main())
