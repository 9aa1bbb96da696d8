class A:
    def __new__(cls): return cls
print(type(A.__dict__["__new__"]).__name__, A() is A)  # expect: staticmethod True
