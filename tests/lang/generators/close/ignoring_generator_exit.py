def g():
    try: yield
    except GeneratorExit: yield
it = g()
next(it)
it.close()
# raises: RuntimeError: generator ignored GeneratorExit
