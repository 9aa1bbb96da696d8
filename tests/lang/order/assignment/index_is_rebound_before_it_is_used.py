i = 0
x = [0, 0]
i, x[i] = 1, 2
print(i, x)  # expect: 1 [0, 2]
