print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == [], {1: 1} == {1.0: True})
# expect: True False True
