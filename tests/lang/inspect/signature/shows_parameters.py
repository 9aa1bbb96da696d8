import inspect
def f(a, b=2, /, *c, d, **e) -> int: pass
s = inspect.signature(f)
print(s, [p.kind.name for p in s.parameters.values()], s.bind(1, d=4).arguments)
# expect: (a, b=2, /, *c, d, **e) -> int ['POSITIONAL_ONLY', 'POSITIONAL_ONLY', 'VAR_POSITIONAL', 'KEYWORD_ONLY', 'VAR_KEYWORD'] {'a': 1, 'd': 4}
s.bind(1)
# raises: TypeError: missing a required argument: 'd'
