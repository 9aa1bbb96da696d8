class B:
    def __bool__(self): return False
    def __len__(self): return 1
class L:
    def __len__(self): return 0
print(bool(B()), bool(L()), bool(object()))  # expect: False False True
