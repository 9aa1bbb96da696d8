d = {1: 1, 2: 2}
it = iter(d)
next(it)
d.clear()
try: next(it)
except RuntimeError as e: print(e)  # expect: dictionary changed size during iteration
