class D:
    def __get__(self, o, t): return "descriptor"
class A: x = D()
a = A()
print(a.x)  # expect: descriptor
a.x = "instance"
print(a.x)  # expect: instance
