list(zip([1], [2, 3], strict=True))
# raises: ValueError: zip() argument 2 is longer than argument 1
