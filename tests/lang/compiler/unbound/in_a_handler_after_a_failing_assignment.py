def f():
    try: x = 1 / 0
    except ZeroDivisionError: return x
f()
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
