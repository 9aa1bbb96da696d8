class A: pass
class B(A): pass
b = B()
def f(): return getattr(b, "x", None), hasattr(b, "x")
print(f())  # expect: (None, False)
A.x = 1
print(f())  # expect: (1, True)
B.x = 2
print(f())  # expect: (2, True)
del B.x, A.x
print(f())  # expect: (None, False)
