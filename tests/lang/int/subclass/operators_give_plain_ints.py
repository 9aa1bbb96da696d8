class I(int):
    def __repr__(self): return f"I({int(self)})"
i = I(5)
print(i, i + 1, type(+i).__name__, -i, i * I(2), [i], f"{i}", str(i), i == 5, hash(i) == hash(5))
# expect: I(5) 6 int -5 10 [I(5)] I(5) I(5) True True
