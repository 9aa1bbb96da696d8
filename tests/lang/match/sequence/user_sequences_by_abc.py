import collections.abc
class S(collections.abc.Sequence):
    def __len__(self): return 2
    def __getitem__(self, i): return i * 10
match S():
    case [a, b]: print(a, b)
# raises: ValueError: too many values to unpack (expected 2)
