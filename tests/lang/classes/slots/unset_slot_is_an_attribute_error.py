class A:
    __slots__ = "x"
A().x
# raises: AttributeError: 'A' object has no attribute 'x'
