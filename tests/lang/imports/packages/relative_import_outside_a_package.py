from . import x
# raises: ImportError: attempted relative import with no known parent package
