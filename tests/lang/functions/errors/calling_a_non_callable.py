5()
# raises: TypeError: 'int' object is not callable
