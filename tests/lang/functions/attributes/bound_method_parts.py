class A:
    def m(self): return self
a = A()
m = a.m
print(m.__self__ is a, m.__func__ is A.m, m.__name__, m == a.m, m is a.m)
# expect: True True m True False
