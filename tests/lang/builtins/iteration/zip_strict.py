print(list(zip([1], [2], strict=True)), list(zip()))  # expect: [(1, 2)] []
list(zip([1, 2], [3], strict=True))
# raises: ValueError: zip() argument 2 is shorter than argument 1
