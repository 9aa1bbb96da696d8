class B:
    def __bool__(self): return 1
bool(B())
# raises: TypeError: __bool__ should return bool, returned int
