assert 1 == 1, "not evaluated"
assert [], ("a", "tuple")
# raises: AssertionError: ('a', 'tuple')
