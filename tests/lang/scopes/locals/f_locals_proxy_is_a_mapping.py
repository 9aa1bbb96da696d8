# oracle: 3.14
import sys
def f(a):
    b = 2
    p = sys._getframe().f_locals
    p["new"] = 3
    return dict(p), type(p).__name__, "b" in p, len(p)
print(f(1))
# expect: ({'a': 1, 'b': 2, 'p': {'a': 1, 'b': 2, 'p': {...}, 'new': 3}, 'new': 3}, 'FrameLocalsProxy', True, 4)
