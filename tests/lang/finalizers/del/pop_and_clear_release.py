class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)  # expect: del 2
    # expect: del 1
    # expect: del 3
l = [A(1), A(2)]
l.pop()
l.clear()
d = {1: A(3)}
d[1] = None
