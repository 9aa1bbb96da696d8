from enum import Enum, unique
class P(Enum):
    EARTH = (1, 2)
    def __init__(self, a, b): self.a = a
    @property
    def twice(self): return self.a * 2
print(P.EARTH.twice)  # expect: 2
try:
    @unique
    class U(Enum): A = 1; B = 1
except ValueError as e: print(e)  # expect: duplicate values found in <enum 'U'>: B -> A
