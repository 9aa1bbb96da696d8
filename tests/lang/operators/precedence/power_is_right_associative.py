print(2 ** 3 ** 2)  # expect: 512
