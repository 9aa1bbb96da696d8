object(1)
# raises: TypeError: object() takes no arguments
