def f(x, v=None):
    print(x, end=" ")  # expect: value obj idx
    return v
f("obj", [0])[f("idx", 0)] = f("value", 1)
print()
