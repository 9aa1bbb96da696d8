import _ring_b
x = 5
def get(): return _ring_b.get()
