class A:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
print(-A(), +A(), ~A(), abs(A()))  # expect: neg pos inv abs
