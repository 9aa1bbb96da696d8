import asyncio
async def gen(): yield
g = gen()
print(g.ag_running, g.ag_await, g.ag_code.co_name, g.__name__, type(g).__name__, hasattr(g, "__next__"))
# expect: False None gen gen async_generator False
