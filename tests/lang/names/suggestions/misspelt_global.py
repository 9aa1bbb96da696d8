some_value = 1
some_valu
# raises: NameError: name 'some_valu' is not defined. Did you mean: 'some_value'?
