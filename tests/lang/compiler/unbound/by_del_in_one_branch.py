def f(a):
    x = 1
    if a: del x
    return x
print(f(0))  # expect: 1
f(1)
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
