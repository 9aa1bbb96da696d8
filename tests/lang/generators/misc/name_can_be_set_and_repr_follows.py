def g(): yield
x = g()
x.__name__ = "n"; x.__qualname__ = "q"
print(x.__name__, repr(x)[:20])  # expect: n <generator object q
