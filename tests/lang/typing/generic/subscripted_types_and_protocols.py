from typing import Optional, Union, Any, Generic, TypeVar, Protocol, runtime_checkable, NamedTuple, get_type_hints
T = TypeVar("T")
class Box(Generic[T]): pass
@runtime_checkable
class Closes(Protocol):
    def close(self): ...
class P(NamedTuple):
    x: int
    y: int = 1
def f(a: int) -> str: pass
print(list[int], dict[str, int], int | None, Box[int], P(1), get_type_hints(f), isinstance(5, Closes), list[T][int])
# expect: list[int] dict[str, int] int | None __main__.Box[int] P(x=1, y=1) {'a': <class 'int'>, 'return': <class 'str'>} False list[int]
