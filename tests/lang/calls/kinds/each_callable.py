class A:
    def __init__(self, x=0): self.x = x
    def m(self, *a): return a
    @classmethod
    def c(cls, *a): return a
    @staticmethod
    def s(*a): return a
    def __call__(self, *a): return a
a = A(1)
print([f(1, 2) for f in (a.m, A.c, a.c, A.s, a.s, a, lambda *x: x, max, dict(k=lambda *x: x)["k"])], A.m(a, 1), A(x=5).x)
# expect: [(1, 2), (1, 2), (1, 2), (1, 2), (1, 2), (1, 2), (1, 2), 2, (1, 2)] (1,) 5
