# oracle: 3.14
from enum import Flag, IntFlag
class F(Flag): A = 1; B = 2
class I(IntFlag): A = 1
print(F.A | F.B, F.A & F.B, F.A ^ F.B, bool(F(0)), F["A"], F(3), I(8), I.A | 4)
# expect: F.A|B F(0) F.A|B False F.A F.A|B 8 5
F(8)
# raises: ValueError: <flag 'F'> invalid value 8
