class A:
    @classmethod
    def m(cls, x): return cls.__name__, x
class B(A): pass
print(A.m(1), B().m(2))  # expect: ('A', 1) ('B', 2)
