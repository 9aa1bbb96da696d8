def outer(a):
    b = 1
    def inner(c, *args, d=2, **kw):
        return a, b, c, len
    return inner
i = outer(1).__code__
print(i.co_freevars, i.co_varnames, i.co_names, i.co_argcount, i.co_kwonlyargcount, i.co_qualname)
# expect: ('a', 'b') ('c', 'd', 'args', 'kw') ('len',) 1 1 outer.<locals>.inner
print(outer.__code__.co_cellvars, outer.__code__.co_varnames, i.co_flags & 0x1F)
# expect: ('a', 'b') ('a', 'inner') 31
