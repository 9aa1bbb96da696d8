def g():
    try:
        yield "try"
        raise KeyError
    except KeyError:
        yield "except"
    else: yield "else"
    finally: yield "finally"
    yield "end"
print(list(g()))  # expect: ['try', 'except', 'finally', 'end']
