class M(type):
    def hi(cls): return "hi " + cls.__name__
    @property
    def p(cls): return "p"
class A(metaclass=M): pass
print(A.hi(), A.p, hasattr(A(), "hi"))  # expect: hi A p False
