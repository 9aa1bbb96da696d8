import weakref
class A: __slots__ = ("__dict__", "__weakref__")
a = A(); a.z = 1
print(weakref.ref(a)() is a, a.__dict__)  # expect: True {'z': 1}
