import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    compile("assert (1, 'message')", "f", "exec")
    print(seen[0].message)  # expect: assertion is always true, perhaps remove parentheses?
