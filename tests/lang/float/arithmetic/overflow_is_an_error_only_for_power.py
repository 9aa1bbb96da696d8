# oracle: 3.11
print(1e308 * 10)  # expect: inf
try: 10.0 ** 400
except OverflowError as e: print(e)  # expect: (34, 'Numerical result out of range')
