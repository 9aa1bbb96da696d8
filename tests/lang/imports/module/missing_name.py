from math import no_such_name_at_all
# raises: ImportError: cannot import name 'no_such_name_at_all' from 'math' (unknown location)
