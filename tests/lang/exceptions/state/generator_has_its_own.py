import sys
def g():
    try: raise KeyError
    except KeyError:
        yield
        print(sys.exc_info()[0].__name__)
        yield
it = g()
next(it)
print(sys.exc_info()[0])  # expect: None
try: raise ValueError
except ValueError: next(it)  # expect: KeyError
