print([f() for f in [lambda: x for x in "ab"]])  # expect: ['b', 'b']
