ValueError(x=1)
# raises: TypeError: ValueError() takes no keyword arguments
