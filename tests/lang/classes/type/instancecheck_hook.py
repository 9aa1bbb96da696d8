class M(type):
    def __instancecheck__(cls, x): return x == 5
    def __subclasscheck__(cls, c): return c is str
class A(metaclass=M): pass
print(isinstance(5, A), isinstance(6, A), issubclass(str, A))  # expect: True False True
