class Ns(dict):
    def __missing__(self, k):
        if k.startswith("__"): raise KeyError(k)
        return "made " + k
class M(type):
    @classmethod
    def __prepare__(m, name, bases, **k): return Ns()
class A(metaclass=M):
    x = anything
print(A.x)  # expect: made anything
