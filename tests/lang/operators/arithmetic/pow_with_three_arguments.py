print(pow(3, 4, 5), pow(3, -1, 7), pow(2, 10**3, 1000))  # expect: 1 5 376
try:
    pow(2, -1, 4)
except ValueError as e:
    print(e)  # expect: base is not invertible for the given modulus
