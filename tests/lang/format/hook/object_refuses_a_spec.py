format(object(), "5")
# raises: TypeError: unsupported format string passed to object.__format__
