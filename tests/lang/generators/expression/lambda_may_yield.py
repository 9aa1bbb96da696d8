print(list((lambda: (yield 1))()))  # expect: [1]
