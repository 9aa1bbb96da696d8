# oracle: 3.14
def f[T]():
    return T
print(f() is f.__type_params__[0], "T" in globals())  # expect: True False
