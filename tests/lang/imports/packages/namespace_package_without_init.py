import _space.leaf
print(_space.leaf.value, getattr(_space, "__file__", None))  # expect: leaf None
