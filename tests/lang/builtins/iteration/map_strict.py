# oracle: 3.14
list(map(lambda *a: a, [1, 2], [3], strict=True))
# raises: ValueError: map() argument 2 is shorter than argument 1
