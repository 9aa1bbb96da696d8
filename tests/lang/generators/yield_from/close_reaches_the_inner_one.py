def inner():
    try: yield
    finally: print("inner")  # expect: inner
def outer():
    try: yield from inner()
    finally: print("outer")  # expect: outer
it = outer()
next(it)
it.close()
