import asyncio, contextvars
v = contextvars.ContextVar("v", default="main")
async def job(x):
    print("inherits", v.get())  # expect: inherits parent
    # expect: inherits parent
    v.set(x)
    await asyncio.sleep(0)
    print(x, v.get())  # expect: a a
    # expect: b b
async def main():
    v.set("parent")
    await asyncio.gather(job("a"), job("b"))
    print(v.get())  # expect: parent
asyncio.run(main())
