e = ValueError().with_traceback(None)
print(e.__traceback__)  # expect: None
try: ValueError().with_traceback(5)
except TypeError as t: print(t)  # expect: __traceback__ must be a traceback or None
