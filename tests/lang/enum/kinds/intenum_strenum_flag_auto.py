from enum import IntEnum, StrEnum, Flag, IntFlag, auto
class I(IntEnum): A = auto(); B = auto()
class S(StrEnum): LOW = auto()
class F(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
print(I.B + 1, I.A < I.B, f"{I.A}", S.LOW, S.LOW == "low", F.R | F.X, repr(F.RW), ~F.R, F.R in F.RW, F(0), list(F.RW))
# expect: 3 True 1 low True F.R|X <F.RW: 3> F.W|X True F(0) [<F.R: 1>, <F.W: 2>]
