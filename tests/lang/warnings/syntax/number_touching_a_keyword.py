import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    compile("x = 1if 2else 3", "f", "exec")
    for w in seen: print(w.category.__name__, w.message)
    # expect: SyntaxWarning invalid decimal literal
    # expect: SyntaxWarning invalid decimal literal
