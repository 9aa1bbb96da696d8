def g():
    try: yield 1
    except ValueError as e: yield repr(e)
it = g()
next(it)
print(it.throw(ValueError("v")))  # expect: ValueError('v')
