class A:
    def __init__(self): self.b, self.a = 1, 2
print(vars(A()), [n for n in dir(A()) if n[0] != "_"])  # expect: {'b': 1, 'a': 2} ['a', 'b']
try: vars(5)
except TypeError as e: print(e)  # expect: vars() argument must have __dict__ attribute
class B:
    def __dir__(self): return ["z", "a"]
print(dir(B()))  # expect: ['a', 'z']
