class A:
    @property
    def p(self): return self._p
    @p.setter
    def p(self, v): self._p = v
    @p.deleter
    def p(self): del self._p
a = A()
a.p = 3
print(a.p)  # expect: 3
del a.p
print(hasattr(a, "p"))  # expect: False
