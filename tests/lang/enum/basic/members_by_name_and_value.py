from enum import Enum
class C(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
print(C.RED, repr(C.RED), C(2), C["GREEN"], C.CRIMSON is C.RED, list(C), C.RED.name, C.RED.value, len(C), C.RED in C, C.RED == 1)
# expect: C.RED <C.RED: 1> C.GREEN C.GREEN True [<C.RED: 1>, <C.GREEN: 2>] RED 1 2 True False
C(9)
# raises: ValueError: 9 is not a valid C
