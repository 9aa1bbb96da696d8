def g():
    try:
        yield
    finally:
        print("leaving")


it = g()
next(it)
it.throw(KeyError("thrown"))
