import warnings
async def lost(): pass
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    x = lost()
    print(len(seen))  # expect: 0
    del x
    print(seen[0].category.__name__, seen[0].message)
    # expect: RuntimeWarning coroutine 'lost' was never awaited
