class A:
    def __del__(self):
        global kept
        kept = self
        print("del")  # expect: del
a = A()
del a
print(type(kept).__name__)  # expect: A
del kept
print("end")  # expect: end
