class A: pass
A.__name__ = "B"; A.__qualname__ = "X.B"
print(A)  # expect: <class '__main__.X.B'>
