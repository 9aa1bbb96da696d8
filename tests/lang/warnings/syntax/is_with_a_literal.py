# oracle: 3.14
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for text in "x is 5", "x is not 'a'", "() is ()": compile(text, "f", "exec")
    for w in seen: print(w.category.__name__, w.message)
    # expect: SyntaxWarning "is" with 'int' literal. Did you mean "=="?
    # expect: SyntaxWarning "is not" with 'str' literal. Did you mean "!="?
    # expect: SyntaxWarning "is" with 'tuple' literal. Did you mean "=="?
