class A: pass
a = A()
for i in range(100): setattr(a, f"n{i}", i)
setattr(a, "not a name", 1)
a.__dict__["x"] = 5
del a.n50
print(len(vars(a)), a.n99, a.x, hasattr(a, "n50"), getattr(a, "not a name"))
# expect: 101 99 5 False 1
