class A:
    def __lt__(self, o): return "A.lt"
class B(A):
    def __gt__(self, o): return "B.gt"
print(A() < B(), A() < A())  # expect: B.gt A.lt
