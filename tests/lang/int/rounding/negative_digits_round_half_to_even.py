print(round(15, -1), round(25, -1), round(-1234, -2), round(5), round(10 ** 20 + 5, -1))
# expect: 20 20 -1200 5 100000000000000000000
