class C:
    def __enter__(self): return 1
    def __exit__(self, *a): return True
def f():
    with C():
        1 / 0
        x = 5
    return x
f()
# raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
