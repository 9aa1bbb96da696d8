import asyncio, contextvars
v = contextvars.ContextVar("v", default=0)
async def set_it(): v.set(5)
async def get_it(): return v.get()
with asyncio.Runner() as r:
    r.run(set_it())
    print(r.run(get_it()), v.get())  # expect: 5 0
