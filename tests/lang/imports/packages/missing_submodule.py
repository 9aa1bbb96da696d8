import _shapes.nothing  # expect: init _shapes
# raises: ModuleNotFoundError: No module named '_shapes.nothing'
