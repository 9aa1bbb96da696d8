from itertools import groupby
print([(k, list(g)) for k, g in groupby("aabbca")])
# expect: [('a', ['a', 'a']), ('b', ['b', 'b']), ('c', ['c']), ('a', ['a'])]
g = groupby([1, 1, 2], key=lambda x: x % 2)
k, first = next(g)
next(g)
print(k, list(first))  # expect: 1 []
