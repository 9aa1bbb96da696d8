class A:
    def __eq__(self, o): return "eq"
    def __contains__(self, o): return "yes"
print(A() == 1, 1 in A())  # expect: eq True
