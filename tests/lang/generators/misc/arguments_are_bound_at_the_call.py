def g(a): yield a
try: g()
except TypeError as e: print(e)  # expect: g() missing 1 required positional argument: 'a'
