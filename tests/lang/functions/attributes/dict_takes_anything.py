def f(): pass
f.x = 1
print(f.__dict__, f.x)  # expect: {'x': 1} 1
del f.x
print(hasattr(f, "x"))  # expect: False
