class A:
    def __setattr__(self, n, v): print("set", n, v)  # expect: set x 1
    def __delattr__(self, n): print("del", n)  # expect: del x
a = A()
a.x = 1
del a.x
