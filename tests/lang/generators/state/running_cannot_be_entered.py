def g():
    try: next(it)
    except ValueError as e: print(e)  # expect: generator already executing
    yield
it = g()
next(it)
