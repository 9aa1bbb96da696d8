def f(x):
    print(x, end=" ")  # expect: 1 2 a b {'a': 1, 'b': 2}
    return x
d = {}
d[f("a")], d[f("b")] = f(1), f(2)
print(d)
