def f():
    x = 10
    return x + (x := 1) + x
print(f())  # expect: 12
