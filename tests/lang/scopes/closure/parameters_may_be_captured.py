def f(a, *args, k=1, **kw):
    return lambda: (a, args, k, kw)
print(f(1, 2, k=3, z=4)())  # expect: (1, (2,), 3, {'z': 4})
