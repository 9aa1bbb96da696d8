from collections import defaultdict
d = defaultdict(list)
d["a"].append(1)
print(d, d.get("b"), "b" in d, d["b"], d.default_factory)
# expect: defaultdict(<class 'list'>, {'a': [1], 'b': []}) None False [] <class 'list'>
defaultdict(None)["x"]
# raises: KeyError: 'x'
