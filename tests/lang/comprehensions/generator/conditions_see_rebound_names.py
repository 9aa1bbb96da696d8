k = 1
g = (x for x in range(4) if x > k)
k = 2
print(list(g))  # expect: [3]
