class M(type):
    def __len__(cls): return 3
    def __add__(cls, o): return "added"
    def __iter__(cls): return iter("abc")
    def __contains__(cls, x): return x == 1
    def __getitem__(cls, k): return k
class A(metaclass=M): pass
print(len(A), A + 1, list(A), 1 in A, A[5])  # expect: 3 added ['a', 'b', 'c'] True 5
