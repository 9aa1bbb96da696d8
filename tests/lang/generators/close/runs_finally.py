def g():
    try: yield
    finally: print("closed")  # expect: closed
it = g()
next(it)
it.close()
it.close()
