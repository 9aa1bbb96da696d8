import weakref
class A: pass
a = A()
f = weakref.finalize(a, print, "finalized")
print(f.alive)  # expect: True
del a  # expect: finalized
print(f.alive, f())  # expect: False None
