def f(xs):
    for x in xs: pass
    return x
print(f([1]))  # expect: 1
f([])
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
