import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for text in "5()", "[1](2)", "'a'()", "5[0]", "[1]['a']", "(1, 2)(3)": compile(text, "f", "exec")
    for w in seen: print(w.message)
    # expect: 'int' object is not callable; perhaps you missed a comma?
    # expect: 'list' object is not callable; perhaps you missed a comma?
    # expect: 'str' object is not callable; perhaps you missed a comma?
    # expect: 'int' object is not subscriptable; perhaps you missed a comma?
    # expect: list indices must be integers or slices, not str; perhaps you missed a comma?
    # expect: 'tuple' object is not callable; perhaps you missed a comma?
