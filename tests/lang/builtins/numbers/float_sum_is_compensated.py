# oracle: 3.14
print(sum([0.1] * 10), sum([1e100, 1.0, -1e100]))  # expect: 1.0 1.0
