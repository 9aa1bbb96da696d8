from .. import square
def three(): return 3 * square.area(1)
