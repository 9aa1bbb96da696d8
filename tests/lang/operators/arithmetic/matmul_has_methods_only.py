class M:
    def __matmul__(self, o): return ("mm", o)
    def __rmatmul__(self, o): return ("rmm", o)
    def __imatmul__(self, o): return ("imm", o)
m = M()
print(m @ 1, 2 @ m)  # expect: ('mm', 1) ('rmm', 2)
m @= 3
print(m)  # expect: ('imm', 3)
