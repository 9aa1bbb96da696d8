class A:
    def __add__(self, o): return "added"
a = A()
a += 1
print(a)  # expect: added
