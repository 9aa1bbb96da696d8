prnt("x")
# raises: NameError: name 'prnt' is not defined. Did you mean: 'print'?
