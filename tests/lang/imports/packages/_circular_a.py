from _circular_b import b
a = 1
