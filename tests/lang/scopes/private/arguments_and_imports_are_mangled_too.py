class A:
    def f(self, __p): return __p
    import math as __m
print(A().f(1), A.f.__code__.co_varnames, hasattr(A, "_A__m"))  # expect: 1 ('self', '_A__p') True
