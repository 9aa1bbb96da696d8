def f():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    return e
f()
# raises: UnboundLocalError: cannot access local variable 'e' where it is not associated with a value
