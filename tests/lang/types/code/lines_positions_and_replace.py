def f(a):
    b = a + 1
    return b
c = f.__code__
print(sorted({l for *_, l in c.co_lines() if l}), c.co_firstlineno, c.co_name, c.co_qualname, c.co_filename == __file__)
# expect: [1, 2, 3] 1 f f True
print(any((p[0], p[1], p[2], p[3]) == (2, 2, 8, 13) for p in c.co_positions()), c.replace(co_name="g").co_name)
# expect: True g
