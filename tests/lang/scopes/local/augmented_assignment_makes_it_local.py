n = 0
def f():
    n += 1
f()
# raises: UnboundLocalError: cannot access local variable 'n' where it is not associated with a value
