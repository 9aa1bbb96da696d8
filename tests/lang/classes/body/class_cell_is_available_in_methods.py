class C:
    def m(self): return __class__
class D(C): pass
print(D().m())  # expect: <class '__main__.C'>
