class A: pass
a = A(); a.x = 1; l = [1, 2, 3, 4]; d = {"k": 1}
del a.x, l[1:3], d["k"]
print(vars(a), l, d)  # expect: {} [1, 4] {}
