class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)  # expect: del 3
    # expect: del 2
    # expect: del 1
    # expect: del 5
    # expect: del 4
    # expect: del 6
    # expect: del 7
x = [A(1), A(2), A(3)]
del x
t = (A(4), A(5))
del t
d = {"a": A(6), "b": A(7)}
del d
