class A:
    def f(self, x): return "old", x
def swap():
    A.f = lambda self, x: ("new", x)
    return 1
print(A().f(swap()), A().f(2))  # expect: ('old', 1) ('new', 2)
