import operator, warnings
class Flag:
    def __index__(self): return True
    def __bytes__(self): return b"\x01\x02"
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(operator.index(Flag()), [str(one.message)[:39] for one in caught])
# expect: 1 ['__index__ returned non-int (type bool).']
print(int.from_bytes(Flag(), "big"), 0 / -10**400)
# expect: 258 -0.0
