def helper(): raise ValueError("inner")
try:
    try: raise KeyError("outer")
    except KeyError: helper()
except ValueError as e: print(repr(e.__context__))  # expect: KeyError('outer')
