print(10 ** 40 / 3, (10 ** 400) / (10 ** 399), 2 ** 1023 * 1.0)
# expect: 3.333333333333333e+39 10.0 8.98846567431158e+307
try: 10 ** 400 / 3
except OverflowError as e: print(e)  # expect: integer division result too large for a float
try: float(10 ** 400)
except OverflowError as e: print(e)  # expect: int too large to convert to float
