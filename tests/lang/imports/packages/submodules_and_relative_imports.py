import _shapes.round  # expect: init _shapes
from _shapes import square
from _shapes.round import area as round_area
print(_shapes.round.area(1), square.area(2), round_area(2), _shapes.__path__ is not None, _shapes.round.__package__)
# expect: 3 4 12 True _shapes
