s = {1, 2}
s.add(3); s.discard(9); s.remove(1); s.update([5], (6,)); print(sorted(s), s.issubset(range(9)), s.union([0]) - s, s.intersection([2, 5]) == {2, 5})
# expect: [2, 3, 5, 6] True {0} True
print(frozenset("aab") == {"a", "b"}, set(), frozenset(), frozenset([1]), {1}.copy())
# expect: True set() frozenset() frozenset({1}) {1}
