from contextlib import contextmanager
@contextmanager
def m():
    try: yield
    except ValueError as e: raise KeyError("k") from e
try:
    with m(): raise ValueError("v")
except KeyError as e: print(repr(e), repr(e.__cause__))  # expect: KeyError('k') ValueError('v')
