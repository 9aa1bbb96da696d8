class A:
    def m(self): return "method"
a = A()
out = []
for i in range(6):
    if i == 2: A.m = lambda self: "replaced"
    if i == 3: a.m = lambda: "instance"
    if i == 4: del a.m
    if i == 5: del A.m; A.__getattr__ = lambda s, n: lambda: "fallback"
    out.append(a.m())
print(out)  # expect: ['method', 'method', 'replaced', 'instance', 'replaced', 'fallback']
