r = (-8) ** (1 / 3)
print(type(r).__name__, (-8.0) ** 2, 0.0 ** 0)  # expect: complex 64.0 1.0
