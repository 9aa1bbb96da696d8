def f(*a): return a
print([f(i, "even" if i % 2 == 0 else "odd", i or None, i and -i) for i in range(3)])
# expect: [(0, 'even', None, 0), (1, 'odd', 1, -1), (2, 'even', 2, -2)]
