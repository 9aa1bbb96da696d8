def f(x):
    print(x, end=" ")  # expect: test then then
    return x
print(f("then") if f("test") else f("else"))
