class A: __slots__ = ("x",)
print(type(A.x).__name__, A.x)  # expect: member_descriptor <member 'x' of 'A' objects>
a = A()
A.x.__set__(a, 5)
print(a.x)  # expect: 5
