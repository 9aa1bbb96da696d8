class A:
    def f(self): return "A"
class B(A):
    def f(self): return "B"
print(super(B, B()).f(), super(B, B).f(None))  # expect: A A
