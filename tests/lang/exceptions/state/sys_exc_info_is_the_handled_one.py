import sys
print(sys.exc_info())  # expect: (None, None, None)
try: 1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, repr(sys.exception()))
    # expect: ZeroDivisionError ZeroDivisionError('division by zero')
print(sys.exception() if hasattr(sys, "exception") else None)  # expect: None
