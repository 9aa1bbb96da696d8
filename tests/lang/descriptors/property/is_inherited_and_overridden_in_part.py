class A:
    @property
    def p(self): return "A"
class B(A):
    @A.p.setter
    def p(self, v): print("set", v)  # expect: set 1
b = B()
b.p = 1
print(b.p, hasattr(A.p, "fset"), A.p.fset)  # expect: A True None
