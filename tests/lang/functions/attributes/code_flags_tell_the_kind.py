import inspect
def f(*a, **k): pass
def g(): yield
async def c(): pass
async def ag(): yield
for fn in f, g, c, ag:
    flags = fn.__code__.co_flags
    print([n for v, n in inspect.dis.COMPILER_FLAG_NAMES.items() if flags & v])
    # expect: ['OPTIMIZED', 'NEWLOCALS', 'VARARGS', 'VARKEYWORDS']
    # expect: ['OPTIMIZED', 'NEWLOCALS', 'GENERATOR']
    # expect: ['OPTIMIZED', 'NEWLOCALS', 'COROUTINE']
    # expect: ['OPTIMIZED', 'NEWLOCALS', 'ASYNC_GENERATOR']
