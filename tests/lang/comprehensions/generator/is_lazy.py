g = (print("item", x) or x for x in range(2))  # expect: item 0
print(next(g))  # expect: 0
