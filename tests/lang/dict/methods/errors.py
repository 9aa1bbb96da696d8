# oracle: 3.14
for f in (lambda: {}["k"], lambda: {}.popitem(), lambda: {}.pop("k"), lambda: {}[[]], lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {}.update(5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)  # expect: KeyError 'k'
    # expect: KeyError 'popitem(): dictionary is empty'
    # expect: KeyError 'k'
    # expect: TypeError cannot use 'list' as a dict key (unhashable type: 'list')
    # expect: TypeError object is not iterable
    # expect: ValueError dictionary update sequence element #0 has length 3; 2 is required
    # expect: TypeError 'int' object is not iterable
