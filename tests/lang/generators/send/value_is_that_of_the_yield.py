def g():
    got = yield 1
    print("got", got)
    got = yield 2
    print("got", got)
it = g()
print(next(it), it.send("a"))  # expect: got a
# expect: 1 2
next(it, None)  # expect: got None
