class D(dict):
    def __setitem__(self, k, v): print("set", k); super().__setitem__(k, v)  # expect: set a
    # expect: set b
print(D.fromkeys("ab"), type(D.fromkeys("")).__name__, D(x=1))
# expect: {'a': None, 'b': None} D {'x': 1}
