print({x % 3 for x in range(9)}, {k: v for k, v in zip("ab", (1, 2))})
# expect: {0, 1, 2} {'a': 1, 'b': 2}
