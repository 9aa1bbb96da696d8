import warnings
async def lost(): pass
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    lost()
    print([str(w.message) for w in seen])  # expect: ["coroutine 'lost' was never awaited"]
