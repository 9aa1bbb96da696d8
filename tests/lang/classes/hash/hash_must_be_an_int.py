class A:
    def __hash__(self): return "x"
hash(A())
# raises: TypeError: __hash__ method should return an integer
