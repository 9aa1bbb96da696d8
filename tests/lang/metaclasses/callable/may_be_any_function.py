def meta(name, bases, ns): return name, bases, sorted(k for k in ns if not k.startswith("__"))
class A(metaclass=meta):
    x = 1
print(A)  # expect: ('A', (), ['x'])
