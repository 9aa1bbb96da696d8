from collections import Counter
c = Counter("abracadabra")
print(c.most_common(2), c["z"], c + Counter("az"), c - Counter("aaaaa"), c & Counter("ab"), sorted(Counter("aab").elements()), c.total())
# expect: [('a', 5), ('b', 2)] 0 Counter({'a': 6, 'b': 2, 'r': 2, 'c': 1, 'd': 1, 'z': 1}) Counter({'b': 2, 'r': 2, 'c': 1, 'd': 1}) Counter({'a': 1, 'b': 1}) ['a', 'a', 'b'] 11
