class A:
    @staticmethod
    def m(*a): return a
print(A.m(), A().m(1))  # expect: () (1,)
f = staticmethod(len)
print(f([1]))  # expect: 1
