# oracle: 3.14
for f in (lambda: {[]: 1}, lambda: {}[{}], lambda: {(1, []): 2}, lambda: set([{1}]), lambda: {1: 2}.get([])):
    try: f()
    except TypeError as e: print(e)
    # expect: cannot use 'list' as a dict key (unhashable type: 'list')
    # expect: cannot use 'dict' as a dict key (unhashable type: 'dict')
    # expect: cannot use 'tuple' as a dict key (unhashable type: 'list')
    # expect: cannot use 'set' as a set element (unhashable type: 'set')
    # expect: cannot use 'list' as a dict key (unhashable type: 'list')
