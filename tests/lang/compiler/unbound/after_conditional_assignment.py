def f(a):
    if a: x = 1
    return x
print(f(1))  # expect: 1
f(0)
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
