def f(x):
    print(x, end=" ")  # expect: k1 v1 k2 v2 {'k1': 'v1', 'k2': 'v2'}
    return x
print({f("k1"): f("v1"), f("k2"): f("v2")})
