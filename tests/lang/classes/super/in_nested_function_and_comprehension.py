class A:
    def f(self): return 1
class B(A):
    def f(self):
        g = lambda: super(B, self).f()
        return g() + sum(super(B, self).f() for _ in range(2))
print(B().f())  # expect: 3
