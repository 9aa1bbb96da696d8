def g():
    try: yield
    finally: print("finally")  # expect: finally
it = g()
next(it)
del it
print("after")  # expect: after
