# oracle: 3.14
print(isinstance(t"a", str), repr(t"a{1}"))
# expect: False Template(strings=('a', ''), interpolations=(Interpolation(1, '1', None, ''),))
