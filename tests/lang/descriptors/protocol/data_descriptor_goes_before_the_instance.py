class D:
    def __get__(self, o, t): return "descriptor"
    def __set__(self, o, v): print("set", v)  # expect: set 1
class A: x = D()
a = A()
a.x = 1
a.__dict__["x"] = "instance"
print(a.x)  # expect: descriptor
