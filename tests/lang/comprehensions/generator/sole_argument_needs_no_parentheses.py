print(sum(x for x in range(4)), max((x for x in [1, 3]), default=0))  # expect: 6 3
