# oracle: 3.14
a = 1
print([p if isinstance(p, str) else p.value for p in t"{a}b{a}"])  # expect: [1, 'b', 1]
