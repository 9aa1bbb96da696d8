import warnings


def old():
    warnings.warn("use new() instead", DeprecationWarning, stacklevel=2)
    warnings.warn("a user warning")


old()
old()
