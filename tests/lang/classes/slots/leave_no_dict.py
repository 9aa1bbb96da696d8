# oracle: 3.14
class A:
    __slots__ = ("x", "y")
a = A()
a.x = 1
print(a.x, hasattr(a, "y"), hasattr(a, "__dict__"))  # expect: 1 False False
a.z = 1
# raises: AttributeError: 'A' object has no attribute 'z' and no __dict__ for setting new attributes
