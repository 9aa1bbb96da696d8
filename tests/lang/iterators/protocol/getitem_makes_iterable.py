class S:
    def __getitem__(self, i):
        if i == 3: raise IndexError
        return i * 10
print(list(S()), 20 in S(), [*reversed([1, 2])], list(iter(S())))
# expect: [0, 10, 20] True [2, 1] [0, 10, 20]
