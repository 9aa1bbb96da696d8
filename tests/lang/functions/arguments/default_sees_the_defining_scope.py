x = 1
def f(a=x): return a
x = 2
print(f())  # expect: 1
