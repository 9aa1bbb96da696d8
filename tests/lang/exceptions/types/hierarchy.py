for c in KeyError, ModuleNotFoundError, UnboundLocalError, RecursionError, TimeoutError, BrokenPipeError, UnicodeError, TabError, StopAsyncIteration, GeneratorExit:
    print(" > ".join(k.__name__ for k in c.__mro__[:-1]))
    # expect: KeyError > LookupError > Exception > BaseException
    # expect: ModuleNotFoundError > ImportError > Exception > BaseException
    # expect: UnboundLocalError > NameError > Exception > BaseException
    # expect: RecursionError > RuntimeError > Exception > BaseException
    # expect: TimeoutError > OSError > Exception > BaseException
    # expect: BrokenPipeError > ConnectionError > OSError > Exception > BaseException
    # expect: UnicodeError > ValueError > Exception > BaseException
    # expect: TabError > IndentationError > SyntaxError > Exception > BaseException
    # expect: StopAsyncIteration > Exception > BaseException
    # expect: GeneratorExit > BaseException
