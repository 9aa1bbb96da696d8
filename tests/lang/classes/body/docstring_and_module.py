class C:
    """About C."""
print(C.__doc__, C.__module__, C.__name__, C.__bases__)
# expect: About C. __main__ C (<class 'object'>,)
