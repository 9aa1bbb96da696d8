import warnings
class A:
    async def m(self): pass
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    A().m()
    print(seen[0].message)  # expect: coroutine 'A.m' was never awaited
