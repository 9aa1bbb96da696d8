# oracle: 3.14
with 5: pass
# raises: TypeError: 'int' object does not support the context manager protocol (missed __exit__ method)
