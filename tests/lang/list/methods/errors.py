# oracle: 3.14
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1][5], lambda: [].__setitem__(0, 1), lambda: [1].index(1, 1), lambda: [1]["a"], lambda: [1].extend(5), lambda: [1].insert("a", 1)):
    try: f()
    except Exception as e: print(type(e).__name__, e)  # expect: IndexError pop from empty list
    # expect: IndexError pop index out of range
    # expect: ValueError list.remove(x): x not in list
    # expect: ValueError list.index(x): x not in list
    # expect: IndexError list index out of range
    # expect: IndexError list assignment index out of range
    # expect: ValueError list.index(x): x not in list
    # expect: TypeError list indices must be integers or slices, not str
    # expect: TypeError 'int' object is not iterable
    # expect: TypeError 'str' object cannot be interpreted as an integer
