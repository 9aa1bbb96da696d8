def inner():
    x = 0
    while x != "stop": x = yield x
    return "returned"
def outer(i, n):
    r = yield from i
    yield n, r
i = inner()
a, b = outer(i, "a"), outer(i, "b")
print(next(a), next(b), a.send(5), b.send(6), b.send("stop"), next(a))
# expect: 0 None 5 6 ('b', 'returned') ('a', None)
