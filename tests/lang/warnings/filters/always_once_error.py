import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for _ in range(2): warnings.warn("again")
    warnings.simplefilter("once")
    for _ in range(2): warnings.warn("once", DeprecationWarning)
    print([(w.category.__name__, str(w.message)) for w in seen])
    # expect: [('UserWarning', 'again'), ('UserWarning', 'again'), ('DeprecationWarning', 'once')]
    warnings.simplefilter("error")
    warnings.warn("now an error")
# raises: UserWarning: now an error
