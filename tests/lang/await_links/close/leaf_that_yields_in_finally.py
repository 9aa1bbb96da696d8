def leaf():
    try: yield 1
    finally: yield 2
def outer(): yield from leaf()
o = outer()
next(o)
try: o.close()
except RuntimeError as e: print(e)  # expect: generator ignored GeneratorExit
