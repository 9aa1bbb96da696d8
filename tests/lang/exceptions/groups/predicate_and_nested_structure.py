g = ExceptionGroup("o", [ValueError(1), ExceptionGroup("i", [ValueError(2), KeyError(3)])])
print(g.subgroup(lambda e: isinstance(e, ValueError) and e.args[0] > 1), repr(g.subgroup(KeyError)))
# expect: o (1 sub-exception) ExceptionGroup('o', [ExceptionGroup('i', [KeyError(3)])])
