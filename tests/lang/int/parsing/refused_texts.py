for args in ("1__0",), ("",), ("0x",16), ("12a",), ("9", 8), ("1", 1), ("010", 0):
    try: int(*args)
    except ValueError as e: print(e)  # expect: invalid literal for int() with base 10: '1__0'
    # expect: invalid literal for int() with base 10: ''
    # expect: invalid literal for int() with base 16: '0x'
    # expect: invalid literal for int() with base 10: '12a'
    # expect: invalid literal for int() with base 8: '9'
    # expect: int() base must be >= 2 and <= 36, or 0
    # expect: invalid literal for int() with base 0: '010'
