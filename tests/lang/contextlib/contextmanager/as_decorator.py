from contextlib import contextmanager
@contextmanager
def around():
    print("before")
    yield
    print("after")
@around()
def f(): print("body")
f()  # expect: before
# expect: body
# expect: after
