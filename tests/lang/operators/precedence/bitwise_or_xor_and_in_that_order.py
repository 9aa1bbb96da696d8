print(1 | 2 ^ 3 & 2, 5 & 3 == 1)  # expect: 1 True
