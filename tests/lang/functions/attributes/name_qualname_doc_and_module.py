def f():
    "Says so."
    class A:
        def m(self): pass
    return A
print(f.__name__, f.__doc__, f.__module__, f().m.__qualname__, f().__qualname__)
# expect: f Says so. __main__ f.<locals>.A.m f.<locals>.A
