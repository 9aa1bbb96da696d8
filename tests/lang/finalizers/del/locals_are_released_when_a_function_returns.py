# oracle: 3.14
class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def f():
    a, b = A("a"), A("b")
    print("body")
f()  # expect: body
# expect: del b
# expect: del a
print("after")  # expect: after
