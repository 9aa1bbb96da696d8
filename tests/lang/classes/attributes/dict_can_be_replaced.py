class A: pass
a = A(); a.x = 1
a.__dict__ = {"y": 2}
print(vars(a), hasattr(a, "x"))  # expect: {'y': 2} False
