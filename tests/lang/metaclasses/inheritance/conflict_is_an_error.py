class M(type): pass
class N(type): pass
class A(metaclass=M): pass
class B(metaclass=N): pass
class C(A, B): pass
# raises: TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
