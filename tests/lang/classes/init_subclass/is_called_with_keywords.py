class Base:
    def __init_subclass__(cls, tag=None, **k):
        super().__init_subclass__(**k)
        print(cls.__name__, tag)  # expect: A t
        # expect: B None
class A(Base, tag="t"): pass
class B(A): pass
