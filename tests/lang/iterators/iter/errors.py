for f in (lambda: iter(5), lambda: next(5), lambda: next(iter([])), lambda: reversed({1}), lambda: iter(5, 6)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError 'int' object is not an iterator
    # expect: StopIteration
    # expect: TypeError 'set' object is not reversible
    # expect: TypeError iter(v, w): v must be callable
