class A:
    def __format__(self, spec): return "<" + spec + ">"
print(f"{A()} {A():abc} {A():{1}{2}}", format(A(), "x"), "{:y}".format(A()))
# expect: <> <abc> <12> <x> <y>
