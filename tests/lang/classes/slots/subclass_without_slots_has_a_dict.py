class A: __slots__ = ("x",)
class B(A): pass
b = B(); b.x = 1; b.z = 2
print(b.__dict__, b.x)  # expect: {'z': 2} 1
