class A:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __hash__(self): return hash(self.n)
print(len({A(1), A(1), A(2)}))  # expect: 2
