# oracle: 3.11
# Python 3.14 knows no such name; older programs use it.
import sys
x: int = 5
__annotations__["more"] = 2
y: str
print(sys.modules["__main__"].__annotations__ == {"x": int, "more": 2, "y": str})  # expect: True
