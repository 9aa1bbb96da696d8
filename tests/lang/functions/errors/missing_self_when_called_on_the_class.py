class A:
    def m(self): pass
A.m()
# raises: TypeError: A.m() missing 1 required positional argument: 'self'
