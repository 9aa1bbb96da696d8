from dataclasses import dataclass, InitVar, field
from typing import ClassVar
@dataclass
class A:
    x: int
    scale: InitVar[int] = 2
    total: int = field(init=False)
    count: ClassVar[int] = 0
    def __post_init__(self, scale): self.total = self.x * scale
print(A(3), A(3, 5).total)  # expect: A(x=3, total=6) 15
