class A:
    p = property()
A().p
# raises: AttributeError: property 'p' of 'A' object has no getter
