from collections import namedtuple
P = namedtuple("P", "x y", defaults=[5])
p = P(1)
print(p, p.x, p[1], p._replace(x=9), p._asdict(), P._fields, P._make([7, 8]), p == (1, 5))
# expect: P(x=1, y=5) 1 5 P(x=9, y=5) {'x': 1, 'y': 5} ('x', 'y') P(x=7, y=8) True
P()
# raises: TypeError: P.__new__() missing 1 required positional argument: 'x'
