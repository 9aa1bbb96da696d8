print(isinstance(True, int), isinstance([], (list, str)), issubclass(bool, int), isinstance(5, int | str), isinstance(None, type(None)))
# expect: True True True True True
for f in (lambda: isinstance(1, "a"), lambda: issubclass(1, int), lambda: isinstance(1, list[int])):
    try: f()
    except TypeError as e: print(e)
    # expect: isinstance() arg 2 must be a type, a tuple of types, or a union
    # expect: issubclass() arg 1 must be a class
    # expect: isinstance() argument 2 cannot be a parameterized generic
