class A:
    def __format__(self, spec): return 5
format(A())
# raises: TypeError: __format__ must return a str, not int
