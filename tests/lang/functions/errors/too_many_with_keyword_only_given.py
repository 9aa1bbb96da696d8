def f(a, *, k): pass
f(1, 2, k=3)
# raises: TypeError: f() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given
