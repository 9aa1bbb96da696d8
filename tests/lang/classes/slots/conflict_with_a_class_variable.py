class A:
    __slots__ = ("x",)
    x = 1
# raises: ValueError: 'x' in __slots__ conflicts with class variable
