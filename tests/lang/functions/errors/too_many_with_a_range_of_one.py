def f(a=1): pass
f(1, 2)
# raises: TypeError: f() takes from 0 to 1 positional arguments but 2 were given
