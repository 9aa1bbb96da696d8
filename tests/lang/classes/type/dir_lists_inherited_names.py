class A:
    a = 1
class B(A):
    b = 2
x = B(); x.c = 3
print([n for n in dir(x) if not n.startswith("_")])  # expect: ['a', 'b', 'c']
