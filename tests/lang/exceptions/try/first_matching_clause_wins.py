try:
    [][0]
except (KeyError, ValueError): print("no")
except LookupError: print("lookup")  # expect: lookup
except IndexError: print("too late")
