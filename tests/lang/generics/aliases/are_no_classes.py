# oracle: 3.14
type A = int
try: isinstance(5, A)
except TypeError as e: print(e)
# expect: isinstance() arg 2 must be a type, a tuple of types, or a union
print(A.__name__, A.__module__, A.__value__)  # expect: A __main__ <class 'int'>
