# oracle: 3.11
from fractions import Fraction
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(2 ** 61 - 1), hash(-1), hash(2 ** 61), hash(0.5) == hash(Fraction(1, 2)))
# expect: True 0 -2 1 True
