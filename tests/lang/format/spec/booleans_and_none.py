print(f"{True} {True:d} {True:5} {None}")  # expect: True 1     1 None
format(None, "d")
# raises: TypeError: unsupported format string passed to NoneType.__format__
