from contextlib import contextmanager
@contextmanager
def none():
    return
    yield
@contextmanager
def two():
    yield
    yield
for m in none, two:
    try:
        with m(): pass
    except RuntimeError as e: print(e)  # expect: generator didn't yield
    # expect: generator didn't stop
