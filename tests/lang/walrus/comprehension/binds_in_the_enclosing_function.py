def f():
    last = None
    [last := x for x in range(3)]
    return last
print(f())  # expect: 2
