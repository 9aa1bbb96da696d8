def g():
    print([1, (yield "a"), 3], (yield "b"), sep="|")  # expect: [1, 2, 3]|None
it = g()
next(it); it.send(2)
next(it, None)
