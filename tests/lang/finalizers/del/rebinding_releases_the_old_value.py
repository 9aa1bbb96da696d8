class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)  # expect: del 1
    # expect: del 2
a = A(1)
a = A(2)
a = None
