d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 9
del d["a"]
d["a"] = 5
print(d, list(reversed(d)))  # expect: {'b': 9, 'c': 3, 'a': 5} ['a', 'c', 'b']
