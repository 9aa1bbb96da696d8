class A:
    def hi(self): return "A"
class B:
    def hi(self): return "B"
a = A(); a.x = 1
a.__class__ = B
print(a.hi(), a.x, type(a).__name__)  # expect: B 1 B
