import math
math.sqr
# raises: AttributeError: module 'math' has no attribute 'sqr'. Did you mean: 'sqrt'?
