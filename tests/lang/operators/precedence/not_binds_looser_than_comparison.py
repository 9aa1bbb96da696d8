print(not 1 == 2, not 0 and 0, 1 or 0 and 0)  # expect: True 0 1
