class M(type):
    def __new__(m, name, bases, ns, **k):
        print("new", name, k)  # expect: new A {'x': 1}
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **k): print("init", name, k)  # expect: init A {'x': 1}
    def __call__(cls, *a):
        print("call", a)  # expect: call ()
        return super().__call__(*a)
class A(metaclass=M, x=1): pass
print(type(A()))  # expect: <class '__main__.A'>
