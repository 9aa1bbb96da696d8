class D:
    def __set__(self, o, v): o.__dict__["x"] = v * 2
class A: x = D()
a = A()
print(type(a.x).__name__)  # expect: D
a.x = 4
print(a.x)  # expect: 8
