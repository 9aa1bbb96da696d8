for args in ("g", []), ("g", [1]), (1, [ValueError()]), ("g", 5):
    try: ExceptionGroup(*args)
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
    # expect: ValueError second argument (exceptions) must be a non-empty sequence
    # expect: ValueError Item 0 of second argument (exceptions) is not an exception
    # expect: TypeError BaseExceptionGroup.__new__() argument 1 must be str, not int
    # expect: TypeError second argument (exceptions) must be a sequence
