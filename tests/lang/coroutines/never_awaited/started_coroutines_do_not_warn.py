import warnings, types
@types.coroutine
def pause(): yield
async def c(): await pause()
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    x = c()
    x.send(None)
    del x
    print(len(seen))  # expect: 0
