from enum import Enum
class C(Enum):
    A = "a"
    B = "b"
    def __str__(self): return "own " + self.value
    @classmethod
    def _missing_(cls, v): return cls.A
print(C.A, {C.A: 1}, C.__members__["B"].name, C("zz") is C.A, C.A is C["A"], [m.value for m in reversed(C)])
# expect: own a {<C.A: 'a'>: 1} B True True ['b', 'a']
