def g():
    print("never")
    yield
it = g()
try: it.throw(KeyError("k"))
except KeyError: print("out", list(it))  # expect: out []
