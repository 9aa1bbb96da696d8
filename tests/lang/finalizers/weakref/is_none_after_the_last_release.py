import weakref
class A: pass
a = A()
r = weakref.ref(a)
print(r() is a)  # expect: True
del a
print(r())  # expect: None
