for v, s in (5, "s"), ("a", "d"), (5, ".2"), (1.5, "d"), ("a", "="), (5, ",s"), (5, "zz"), ([], "d"), (5, "c,"), (5, "+c"), (-1, "c"), ("a", "+"), (1.5, "99999999999999999999f"):
    try: format(v, s)
    except (ValueError, OverflowError, TypeError) as e: print(e)
    # expect: Unknown format code 's' for object of type 'int'
    # expect: Unknown format code 'd' for object of type 'str'
    # expect: Precision not allowed in integer format specifier
    # expect: Unknown format code 'd' for object of type 'float'
    # expect: '=' alignment not allowed in string format specifier
    # expect: Cannot specify ',' with 's'.
    # expect: Unknown format code 'z' for object of type 'int'
    # expect: unsupported format string passed to list.__format__
    # expect: Invalid format specifier 'c,' for object of type 'int'
    # expect: Sign not allowed with integer format specifier 'c'
    # expect: %c arg not in range(0x110000)
    # expect: Sign not allowed in string format specifier
    # expect: Too many decimal digits in format string
