class A:
    def __getitem__(self, k): return k
print(A()[1, 2], A()[1:2], A()[::3, ...], A()[()], A()[*[1, 2]])
# expect: (1, 2) slice(1, 2, None) (slice(None, None, 3), Ellipsis) () (1, 2)
