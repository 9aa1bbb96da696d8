class A:
    T = int
    def f(self, x: T): pass
print(A.f.__annotations__)  # expect: {'x': <class 'int'>}
