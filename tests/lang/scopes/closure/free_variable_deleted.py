def f():
    x = 1
    def g(): return x
    del x
    g()
f()
# raises: NameError: cannot access free variable 'x' where it is not associated with a value in enclosing scope
