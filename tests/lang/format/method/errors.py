for t, a in ("{}", ()), ("{x}", ()), ("{", ()), ("}", ()), ("{0} {}", (1, 2)), ("{!z}", (1,)), ("{0.x}", (1,)), ("{0[k]}", (1,)):
    try: t.format(*a)
    except Exception as e: print(type(e).__name__, e)
    # expect: IndexError Replacement index 0 out of range for positional args tuple
    # expect: KeyError 'x'
    # expect: ValueError Single '{' encountered in format string
    # expect: ValueError Single '}' encountered in format string
    # expect: ValueError cannot switch from manual field specification to automatic field numbering
    # expect: ValueError Unknown conversion specifier z
    # expect: AttributeError 'int' object has no attribute 'x'
    # expect: TypeError 'int' object is not subscriptable
