def inner():
    yield 1
    yield 2
def outer(i):
    yield (yield from i)
    yield "after"
i = inner()
o = outer(i)
print(next(o))  # expect: 1
i.close()
print(list(o))  # expect: [None, 'after']
