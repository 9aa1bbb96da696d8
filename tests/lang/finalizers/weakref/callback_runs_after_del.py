import weakref
class A:
    def __del__(self): print("del")  # expect: del
a = A()
r = weakref.ref(a, lambda r: print("callback", r()))  # expect: callback None
del a
