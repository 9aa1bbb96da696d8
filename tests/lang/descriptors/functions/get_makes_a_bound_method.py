def f(self, x): return self, x
print(f.__get__(5)(6), f.__get__(None, int) is f)  # expect: (5, 6) True
