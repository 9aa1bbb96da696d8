print(1 | 2 == 3, (1 | 2) == 3)  # expect: True True
