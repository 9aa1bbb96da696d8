class A: x = "A"
class B:
    def __init__(self): self.x = "B"
class C:
    @property
    def x(self): return "C"
class D:
    def __getattr__(self, n): return "D"
class E: __slots__ = ("x",)
e = E(); e.x = "E"
for _ in range(3): print([o.x for o in (A(), B(), C(), D(), e, A)])
# expect: ['A', 'B', 'C', 'D', 'E', 'A']
# expect: ['A', 'B', 'C', 'D', 'E', 'A']
# expect: ['A', 'B', 'C', 'D', 'E', 'A']
