class A:
    def m(self): pass
print(repr(A.m).split(" at ")[0], repr(len), repr((lambda: 0)).split(" at ")[0], repr([].append).split(" at ")[0])
# expect: <function A.m <built-in function len> <function <lambda> <built-in method append of list object
