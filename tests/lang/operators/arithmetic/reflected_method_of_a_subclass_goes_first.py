class A:
    def __sub__(self, o): return "A.sub"
    def __rsub__(self, o): return "A.rsub"
class B(A):
    def __rsub__(self, o): return "B.rsub"
print(A() - B(), B() - A())  # expect: B.rsub A.sub
