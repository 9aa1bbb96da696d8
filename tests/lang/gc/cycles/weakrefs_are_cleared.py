import gc, weakref
class A: pass
a, b = A(), A()
a.b, b.a = b, a
r = weakref.ref(a)
del a, b
gc.collect()
print(r())  # expect: None
