import weakref
class A: pass
a = A()
print(weakref.ref(a) is weakref.ref(a), weakref.ref(a) == weakref.ref(a), weakref.getweakrefcount(a))
# expect: True True 0
r = weakref.ref(a)
print(weakref.getweakrefcount(a), r is weakref.ref(a))  # expect: 1 True
