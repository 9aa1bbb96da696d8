class A:
    def m(self): pass
A().m(1)
# raises: TypeError: A.m() takes 1 positional argument but 2 were given
