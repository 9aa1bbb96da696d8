import operator
it = iter([1, 2, 3])
next(it)
print(operator.length_hint(it), list(it), list(it), operator.length_hint(it))
# expect: 2 [2, 3] [] 0
