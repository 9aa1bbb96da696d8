def f():
    x = 1
    locals()["x"] = 5
    return x
print(f())  # expect: 1
