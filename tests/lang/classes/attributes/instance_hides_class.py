class C: x = 1
c = C()
c.x = 2
print(c.x, C.x)  # expect: 2 1
del c.x
print(c.x)  # expect: 1
