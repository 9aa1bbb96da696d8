for base in bool, type(None), range, type(lambda: 0), slice:
    try:
        type("X", (base,), {})
    except TypeError as e:
        print(e)  # expect: type 'bool' is not an acceptable base type
        # expect: type 'NoneType' is not an acceptable base type
        # expect: type 'range' is not an acceptable base type
        # expect: type 'function' is not an acceptable base type
        # expect: type 'slice' is not an acceptable base type
