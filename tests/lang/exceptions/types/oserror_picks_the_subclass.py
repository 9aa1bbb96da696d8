# oracle: 3.11
print(type(OSError(2, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError(111, "x")).__name__, type(OSError(9999, "x")).__name__)
# expect: FileNotFoundError PermissionError ConnectionRefusedError OSError
e = OSError(2, "m", "f")
print(e.errno, e.strerror, e.filename, e.args)  # expect: 2 m f (2, 'm')
