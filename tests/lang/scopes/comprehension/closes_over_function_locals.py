def f():
    k = 10
    return [k + x for x in range(3)]
print(f())  # expect: [10, 11, 12]
