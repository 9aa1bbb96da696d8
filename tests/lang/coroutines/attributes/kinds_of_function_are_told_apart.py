import inspect, types
async def c(): pass
async def ag(): yield
@types.coroutine
def tc(): yield
def f(): pass
for fn in c, ag, tc, f:
    print(inspect.iscoroutinefunction(fn), inspect.isasyncgenfunction(fn), inspect.isgeneratorfunction(fn))
    # expect: True False False
    # expect: False True False
    # expect: False False True
    # expect: False False False
g = tc()
print(inspect.isawaitable(g), inspect.isawaitable(5))  # expect: True False
