class M(type):
    def mro(cls): return [cls, Extra, object]
class Extra: x = "extra"
class A(metaclass=M): pass
print(A.x, A().x)  # expect: extra extra
