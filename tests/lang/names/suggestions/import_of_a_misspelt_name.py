# oracle: 3.14
from math import sqr
# raises: ImportError: cannot import name 'sqr' from 'math' (unknown location). Did you mean: 'sqrt'?
