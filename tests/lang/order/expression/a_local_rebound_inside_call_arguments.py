def f():
    x = 1
    return [x, (x := 2), x], dict(a=x, b=(x := 5), c=x)
print(f())  # expect: ([1, 2, 2], {'a': 2, 'b': 5, 'c': 5})
