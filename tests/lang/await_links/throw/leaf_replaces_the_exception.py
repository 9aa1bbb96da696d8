def leaf():
    try: yield
    except ValueError as e: raise KeyError("k") from e
def outer():
    try: yield from leaf()
    except KeyError as e: yield repr(e.__cause__)
o = outer()
next(o)
print(o.throw(ValueError("v")))  # expect: ValueError('v')
