class Meta(type):
    ready = False
    def mro(cls):
        if Meta.ready and cls.__name__ == "C":
            Meta.ready = False
            C.__bases__ = (B2,)
        return type.mro(cls)
class A(metaclass=Meta): pass
class B1(A): pass
class B2(A): pass
class C(A): pass
Meta.ready = True
C.__bases__ = (B1,)
print(C.__bases__ == (B2,), B2.__subclasses__() == [C], B1.__subclasses__())  # expect: True True []
