class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), [*It()], sum(It()), max(It()), dict(zip(It(), It())), 2 in It(), tuple(It()), sorted(It(), reverse=True))
# expect: [1, 2, 3] [1, 2, 3] 6 3 {1: 1, 2: 2, 3: 3} True (1, 2, 3) [3, 2, 1]
