def f():
    if 0: yield
def g():
    return x
    x = 1
print(list(f()))  # expect: []
g()
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
