import sys
try: raise KeyError
except KeyError:
    try: raise ValueError
    except ValueError: pass
    print(sys.exc_info()[0].__name__)  # expect: KeyError
