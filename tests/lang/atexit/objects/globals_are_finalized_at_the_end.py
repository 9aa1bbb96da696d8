# oracle: 3.11
class A:
    def __del__(self): print("del")
a = A()
print("main")  # expect: main
# expect: del
