from __future__ import annotations
def f(a: 1 + 1, *b: x.y) -> [z]: pass
print(f.__annotations__)  # expect: {'a': '1 + 1', 'b': 'x.y', 'return': '[z]'}
