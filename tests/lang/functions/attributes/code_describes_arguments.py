def f(a, b, /, c, *args, d, **kw): x = 1
c = f.__code__
print(c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames, c.co_nlocals)
# expect: 3 2 1 ('a', 'b', 'c', 'd', 'args', 'kw', 'x') 7
