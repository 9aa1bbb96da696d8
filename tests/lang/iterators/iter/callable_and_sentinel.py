n = iter([1, 2, 0, 3])
print(list(iter(lambda: next(n), 0)), list(n))  # expect: [1, 2] [3]
