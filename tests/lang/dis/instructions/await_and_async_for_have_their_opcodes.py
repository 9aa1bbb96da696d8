import dis
async def f(x):
    await x
    async for y in x: pass
    async with x: pass
names = {i.opname for i in dis.get_instructions(f)}
print(*(n in names for n in ("GET_AWAITABLE", "GET_AITER", "GET_ANEXT", "END_ASYNC_FOR")))
# expect: True True True True
