try:
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError: raise KeyError("k")
    except* TypeError: raise IndexError("i")
except ExceptionGroup as e: print(repr(e))
# expect: ExceptionGroup('', [KeyError('k'), IndexError('i')])
