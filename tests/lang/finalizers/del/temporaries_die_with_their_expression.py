class A:
    def __del__(self): print("del")
    def m(self): return 5
print(A().m())  # expect: del
# expect: 5
A()  # expect: del
print("after")  # expect: after
