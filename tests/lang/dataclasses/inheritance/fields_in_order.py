from dataclasses import dataclass
@dataclass
class A: x: int; y: int = 1
@dataclass
class B(A): z: int = 2; x: str = "over"
print(B(), B("a", z=5))  # expect: B(x='over', y=1, z=2) B(x='a', y=1, z=5)
