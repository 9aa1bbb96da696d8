class A:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
print([a.n for a in sorted([A(3), A(1), A(2)])])  # expect: [1, 2, 3]
