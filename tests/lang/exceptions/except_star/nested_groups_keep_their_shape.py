try:
    try: raise ExceptionGroup("o", [ExceptionGroup("i", [ValueError(1), KeyError(2)]), KeyError(3)])
    except* KeyError as e: print(repr(e))
    # expect: ExceptionGroup('o', [ExceptionGroup('i', [KeyError(2)]), KeyError(3)])
except ExceptionGroup as e: print(repr(e))
# expect: ExceptionGroup('o', [ExceptionGroup('i', [ValueError(1)])])
