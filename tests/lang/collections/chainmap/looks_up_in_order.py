from collections import ChainMap
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
print(m["a"], m["b"], dict(m), m.maps[0], m.new_child({"a": 0})["a"], m.parents["a"])
# expect: 1 3 {'a': 1, 'b': 3, 'c': 4} {'a': 1, 'c': 4} 0 2
