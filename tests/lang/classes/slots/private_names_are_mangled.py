class A: __slots__ = ("__x",)
print(A._A__x.__name__)  # expect: _A__x
