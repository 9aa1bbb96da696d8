try:
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError: print("value")  # expect: value
except ExceptionGroup as e: print(repr(e))  # expect: ExceptionGroup('g', [TypeError(2)])
