a, b = 5
# raises: TypeError: cannot unpack non-iterable int object
