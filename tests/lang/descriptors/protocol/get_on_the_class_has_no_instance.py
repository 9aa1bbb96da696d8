class D:
    def __get__(self, o, t=None): return o, t.__name__
class A: x = D()
print(A.x)  # expect: (None, 'A')
