None.x
# raises: AttributeError: 'NoneType' object has no attribute 'x'
