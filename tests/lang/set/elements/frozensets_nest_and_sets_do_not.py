print({frozenset({1})}, {1} == frozenset({1}), hash(frozenset({1, 2})) == hash(frozenset({2, 1})), frozenset({1}) in {frozenset({1})})
# expect: {frozenset({1})} True True True
