class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self): return 1
    def __del__(self): print("del", self.n)  # expect: del inner
    # expect: del outer
def f():
    for a in It("outer"):
        for b in It("inner"): return "left"
print(f())  # expect: left
