class C: pass
c = C()
C.x = 1
print(c.x)  # expect: 1
C.x = 2
print(c.x)  # expect: 2
del C.x
print(hasattr(c, "x"))  # expect: False
