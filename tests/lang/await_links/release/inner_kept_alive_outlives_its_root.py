def inner():
    yield 1
    yield 2
def outer(i): yield from i
i = inner()
o = outer(i)
next(o)
del o
print(list(i))  # expect: []
