def leaf():
    try: yield
    finally: raise KeyError("leaf")
def outer():
    try: yield from leaf()
    except KeyError as e: raise IndexError("outer")
o = outer()
next(o)
try: o.close()
except IndexError as e: print(e, repr(e.__context__), repr(e.__context__.__context__))
# expect: outer KeyError('leaf') GeneratorExit()
