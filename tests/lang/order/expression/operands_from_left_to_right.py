def f(x):
    print(x, end=" ")  # expect: 1 2 3 2 19
    return x
print(f(1) + f(2) * f(3) ** f(2))
