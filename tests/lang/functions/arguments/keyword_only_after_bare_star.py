def f(*, a): return a
print(f(a=1))  # expect: 1
f(1)
# raises: TypeError: f() takes 0 positional arguments but 1 was given
