def plain():
    try:
        raise KeyError(3)
    except KeyError:
        try:
            yield
        except Exception as e:
            print(repr(e), repr(e.__context__))  # expect: ValueError() KeyError(3)
def leaf():
    yield
def outer():
    try:
        raise KeyError(3)
    except KeyError:
        try:
            yield from leaf()
        except Exception as e:
            print(repr(e), repr(e.__context__))  # expect: ValueError() KeyError(3)
def caught_outside():
    try:
        yield
    except Exception as e:
        print(repr(e), repr(e.__context__))  # expect: ValueError() None
for make in plain, outer:
    generator = make()
    next(generator)
    try:
        generator.throw(ValueError())
    except StopIteration:
        pass
generator = caught_outside()
next(generator)
try:
    raise KeyError
except KeyError:
    try:
        generator.throw(ValueError())
    except StopIteration:
        pass
