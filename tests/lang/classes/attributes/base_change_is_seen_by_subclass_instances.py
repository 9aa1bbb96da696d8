class A: x = 1
class B(A): pass
b = B()
print(b.x)  # expect: 1
A.x = 2
print(b.x)  # expect: 2
B.x = 3
print(b.x)  # expect: 3
