from dataclasses import dataclass, field, asdict, replace, fields, astuple
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list, repr=False)
p = P(1)
print(p, p == P(1), p == P(2), asdict(p), replace(p, x=9), [f.name for f in fields(P)], astuple(p), P.__match_args__)
# expect: P(x=1, y=2) True False {'x': 1, 'y': 2, 'tags': []} P(x=9, y=2) ['x', 'y', 'tags'] (1, 2, []) ('x', 'y', 'tags')
P()
# raises: TypeError: P.__init__() missing 1 required positional argument: 'x'
