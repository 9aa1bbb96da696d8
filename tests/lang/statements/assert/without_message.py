assert 0
# raises: AssertionError
