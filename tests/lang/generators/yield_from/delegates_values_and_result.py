def inner():
    x = yield 1
    return x
def outer():
    r = yield from inner()
    yield r
it = outer()
print(next(it), it.send("sent"))  # expect: 1 sent
