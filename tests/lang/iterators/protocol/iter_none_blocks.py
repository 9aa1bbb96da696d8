class A:
    __iter__ = None
    def __getitem__(self, i): return 1
iter(A())
# raises: TypeError: 'A' object is not iterable
