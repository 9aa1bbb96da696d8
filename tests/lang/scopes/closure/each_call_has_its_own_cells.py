def adder(n): return lambda x: x + n
a, b = adder(1), adder(10)
print(a(1), b(1))  # expect: 2 11
