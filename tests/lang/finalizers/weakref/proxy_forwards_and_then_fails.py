import weakref
class A: x = 1
a = A()
p = weakref.proxy(a)
print(p.x)  # expect: 1
del a
try: p.x
except ReferenceError as e: print(e)  # expect: weakly-referenced object no longer exists
