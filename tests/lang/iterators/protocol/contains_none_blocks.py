class A:
    __contains__ = None
    def __iter__(self): return iter([1])
1 in A()
# raises: TypeError: 'A' object is not a container
