# oracle: 3.14
for f in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {1} | [2], lambda: set([[]]), lambda: frozenset().add(1), lambda: {1} < [1]):
    try: f()
    except Exception as e: print(type(e).__name__, e)  # expect: KeyError 'pop from an empty set'
    # expect: KeyError 2
    # expect: TypeError unsupported operand type(s) for |: 'set' and 'list'
    # expect: TypeError cannot use 'list' as a set element (unhashable type: 'list')
    # expect: AttributeError 'frozenset' object has no attribute 'add'
    # expect: TypeError '<' not supported between instances of 'set' and 'list'
