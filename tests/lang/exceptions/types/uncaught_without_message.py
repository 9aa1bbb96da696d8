raise ValueError
# raises: ValueError
