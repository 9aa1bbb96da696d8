(a, [b, *c]), d = (1, "xyz"), 4
print(a, b, c, d)  # expect: 1 x ['y', 'z'] 4
