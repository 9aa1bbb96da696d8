class A:
    def __del__(self): print("del")
def f(x): print("in f")
f(A())  # expect: in f
# expect: del
print("after")  # expect: after
