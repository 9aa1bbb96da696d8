import weakref
class A:
    def m(self): return "m"
a = A()
w = weakref.WeakMethod(a.m)
print(w()(), weakref.ref(a.m)())  # expect: m None
del a
print(w())  # expect: None
