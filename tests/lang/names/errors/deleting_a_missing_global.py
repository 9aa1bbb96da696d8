del missing
# raises: NameError: name 'missing' is not defined
