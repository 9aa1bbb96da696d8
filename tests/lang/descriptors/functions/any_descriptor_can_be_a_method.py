class Bound:
    def __init__(self, f): self.f = f
    def __get__(self, o, t): return lambda *a: self.f("bound", *a)
class A: m = Bound(lambda *a: a)
print(A().m(1), A.m(2))  # expect: ('bound', 1) ('bound', 2)
