from . import square
from .helpers.numbers import three
def area(r): return three() * square.area(r)
