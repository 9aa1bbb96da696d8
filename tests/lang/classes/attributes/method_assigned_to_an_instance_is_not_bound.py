class A: pass
a = A()
a.f = lambda *args: args
A.g = lambda *args: len(args)
print(a.f(), a.g())  # expect: () 1
