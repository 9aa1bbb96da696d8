g = ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2), ValueError(3)])])
print(repr(g.subgroup(ValueError)))
# expect: ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [ValueError(3)])])
print(*map(repr, g.split(TypeError)))
# expect: ExceptionGroup('g', [ExceptionGroup('h', [TypeError(2)])]) ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [ValueError(3)])])
print(g.message, len(g.exceptions))  # expect: g 2
