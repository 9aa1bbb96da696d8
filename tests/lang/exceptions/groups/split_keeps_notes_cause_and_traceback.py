try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)]) from KeyError("k")
except ExceptionGroup as e:
    e.add_note("n")
    a, b = e.split(ValueError)
    print(a.__notes__, repr(a.__cause__), a.__traceback__ is e.__traceback__)
    # expect: ['n'] KeyError('k') True
