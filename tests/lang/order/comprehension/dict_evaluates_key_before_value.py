def f(x):
    print(x, end=" ")  # expect: 1 -1 2 -2 {1: -1, 2: -2}
    return x
print({f(k): f(-k) for k in (1, 2)})
