class A:
    def f(self): return "A"
class B:
    def f(self): return "B"
class C(A): pass
c = C()
C.__bases__ = (B,)
print(c.f(), B in C.__mro__, C in B.__subclasses__())  # expect: B True True
