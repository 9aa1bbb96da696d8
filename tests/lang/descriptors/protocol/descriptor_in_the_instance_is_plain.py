class D:
    def __get__(self, o, t): return "got"
class A: pass
a = A()
a.x = D()
print(type(a.x).__name__)  # expect: D
