class A:
    def __del__(self): print("del")
a = A()
b = a
del a
print("one left")  # expect: one left
del b  # expect: del
print("end")  # expect: end
