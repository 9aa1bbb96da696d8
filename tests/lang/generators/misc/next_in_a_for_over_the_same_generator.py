g = (x for x in range(6))
print([(x, next(g)) for x in g])  # expect: [(0, 1), (2, 3), (4, 5)]
