def g():
    try:
        yield 1
        return "value"
    finally: print("finally")  # expect: finally
def h(): print((yield from g()))  # expect: value
list(h())
