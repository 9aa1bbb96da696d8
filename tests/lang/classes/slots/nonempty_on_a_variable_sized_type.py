class A(tuple): __slots__ = ("x",)
# raises: TypeError: nonempty __slots__ not supported for subtype of 'tuple'
