# oracle: 3.14
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    compile("def f():\n try: pass\n finally: return 1", "f", "exec")
    compile("for x in y:\n try: pass\n finally: break", "f", "exec")
    for w in seen: print(w.category.__name__, w.message)
    # expect: SyntaxWarning 'return' in a 'finally' block
    # expect: SyntaxWarning 'break' in a 'finally' block
