class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o):
        print("eq", self.n, o.n)  # expect: eq 1 2
        # expect: eq 1 2
        # expect: eq 2 2
        return self.n == o.n
d = {K(1): "a"}
d[K(2)] = "b"
print(d[K(2)])  # expect: b
