import _ring_a
def get(): return _ring_a.x
