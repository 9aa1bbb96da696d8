# oracle: 3.14
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    compile(r"x = '\d'", "f", "exec")
    compile(r"x = b'\q'", "f", "exec")
    for w in seen: print(w.category.__name__, w.message, w.lineno)
    # expect: SyntaxWarning "\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option. 1
    # expect: SyntaxWarning "\q" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\q"? A raw string is also an option. 1
