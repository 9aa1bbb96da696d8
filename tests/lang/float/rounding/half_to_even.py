print(round(0.5), round(1.5), round(2.5), round(2.675, 2), round(-1.25, 1), round(1234.5, -2), round(1e300, 2))
# expect: 0 2 2 2.67 -1.2 1200.0 1e+300
try: round(float("inf"))
except OverflowError as e: print(e)  # expect: cannot convert float infinity to integer
