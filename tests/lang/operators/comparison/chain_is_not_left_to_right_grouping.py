print(1 < 3 > 2, (1 < 3) > 2, 1 == 1 in [1])  # expect: True False True
