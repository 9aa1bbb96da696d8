d = {"a": 1, "b": 2}
print(list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())), next(iter(d.keys())))
# expect: ['b', 'a'] [('b', 2), ('a', 1)] [2, 1] a
