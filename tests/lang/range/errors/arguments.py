for a in (1, 2, 0), (1.5,), ("a",), ():
    try: range(*a)
    except (ValueError, TypeError) as e: print(e)  # expect: range() arg 3 must not be zero
    # expect: 'float' object cannot be interpreted as an integer
    # expect: 'str' object cannot be interpreted as an integer
    # expect: range expected at least 1 argument, got 0
