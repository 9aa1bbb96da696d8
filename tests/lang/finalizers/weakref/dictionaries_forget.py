import weakref
class A: pass
a, b = A(), A()
v = weakref.WeakValueDictionary(a=a, b=b)
k = weakref.WeakKeyDictionary({a: 1})
s = weakref.WeakSet([a, b])
del a
print(list(v), len(k), len(s))  # expect: ['b'] 0 1
