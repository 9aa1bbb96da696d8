from _noall import *
print(a, "_b" in globals())  # expect: 1 False
