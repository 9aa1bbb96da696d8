def g():
    print((yield 1), (yield 2))  # expect: a b
it = g()
next(it); it.send("a")
try: it.send("b")
except StopIteration: pass
