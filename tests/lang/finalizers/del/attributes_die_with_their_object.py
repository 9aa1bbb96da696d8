class A:
    def __init__(self, n, *parts): self.n, self.parts = n, parts
    def __del__(self): print("del", self.n)  # expect: del outer
    # expect: del inner
a = A("outer", A("inner"))
del a
