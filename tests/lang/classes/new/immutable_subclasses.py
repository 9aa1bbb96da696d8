class Int(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
class T(tuple): pass
print(Int(4), Int(4) + 1, type(Int(4) + 1).__name__, T([1, 2]))  # expect: 8 9 int (1, 2)
