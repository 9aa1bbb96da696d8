print([(x, y) for x in range(4) if x % 2 for y in range(x) if y != 1])
# expect: [(1, 0), (3, 0), (3, 2)]
