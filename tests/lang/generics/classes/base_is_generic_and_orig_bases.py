# oracle: 3.14
class A[T]: pass
class B(A[int]): pass
print([c.__name__ for c in B.__mro__], B.__orig_bases__, A[str].__args__, A[str].__origin__ is A)
# expect: ['B', 'A', 'Generic', 'object'] (__main__.A[int],) (<class 'str'>,) True
