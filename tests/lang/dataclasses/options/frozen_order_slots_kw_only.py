from dataclasses import dataclass, FrozenInstanceError
@dataclass(frozen=True, order=True, slots=True)
class P:
    x: int
    y: int = 0
print(P(1) < P(2), {P(1): "hashable"}, P.__slots__, sorted([P(2), P(1)]))
# expect: True {P(x=1, y=0): 'hashable'} ('x', 'y') [P(x=1, y=0), P(x=2, y=0)]
@dataclass(kw_only=True)
class K: a: int; b: int = 1
print(K(a=5))  # expect: K(a=5, b=1)
P(1).x = 5
# raises: dataclasses.FrozenInstanceError: cannot assign to field 'x'
