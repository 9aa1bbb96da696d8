class A:
    @classmethod
    def make(cls): return "A.make of " + cls.__name__
class B(A):
    @classmethod
    def make(cls): return super().make()
print(B.make())  # expect: A.make of B
