try:
    try: 1 / 0
    except ZeroDivisionError as z: raise ValueError("v") from z
except ValueError as e:
    print(repr(e.__cause__), e.__suppress_context__, e.__context__ is e.__cause__)
    # expect: ZeroDivisionError('division by zero') True True
