def f(x):
    print(x, end=" ")  # expect: f 1 2 3 4 (([1], 2), {'k': [3], 'z': [4]})
    return lambda *a, **k: (a, k)
def g(x):
    print(x, end=" ")
    return [x]
print(f("f")(g(1), *g(2), k=g(3), **dict(z=g(4))))
