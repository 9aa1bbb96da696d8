try:
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError: raise
    except* TypeError: pass
except ExceptionGroup as e: print(repr(e))  # expect: ExceptionGroup('g', [ValueError(1)])
