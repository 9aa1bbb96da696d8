def f():
    raise ValueError("v")


try:
    f()
except ValueError as e:
    saved = e

raise saved
