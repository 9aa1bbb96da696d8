def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    print(a, b, c, args, d, e, kw)  # expect: 1 2 3 () 4 5 {}
    # expect: 1 2 3 (9,) 4 5 {'z': 0}
f(1, d=4)
f(1, 2, 3, 9, d=4, z=0)
