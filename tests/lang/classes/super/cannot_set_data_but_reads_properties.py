class A:
    @property
    def p(self): return "A.p"
class B(A):
    @property
    def p(self): return super().p + "!"
print(B().p)  # expect: A.p!
