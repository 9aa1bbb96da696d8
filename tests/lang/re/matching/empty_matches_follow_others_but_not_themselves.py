import re
print([m.span() for m in re.finditer("a*", "baac")])  # expect: [(0, 0), (1, 3), (3, 3), (4, 4)]
print(re.split("x*", "axbc"), re.sub("x*", "-", "abxd"))  # expect: ['', 'a', '', 'b', 'c', ''] -a-b--d-
