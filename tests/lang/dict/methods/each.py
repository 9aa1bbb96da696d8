d = {"a": 1}
print(d.get("x"), d.get("x", 0), d.setdefault("b", 2), d.pop("a"), d.pop("zz", None), d.popitem(), d)
# expect: None 0 2 1 None ('b', 2) {}
d.update([("k", 1)], j=2); d.update({"k": 3}); print(d, d.copy(), dict.fromkeys("ab", 0))
# expect: {'k': 3, 'j': 2} {'k': 3, 'j': 2} {'a': 0, 'b': 0}
d.clear(); print(d)  # expect: {}
