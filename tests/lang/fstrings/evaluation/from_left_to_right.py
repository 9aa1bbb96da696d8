def f(x):
    print(x, end=" ")  # expect: 1 2 3 1  2
    return x
print(f"{f(1)}{f(2):{f(3)}}")
