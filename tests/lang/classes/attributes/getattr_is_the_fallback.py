class A:
    x = 1
    def __getattr__(self, n): return "missing " + n
print(A().x, A().y)  # expect: 1 missing y
