class A:
    blech = 1
A().bluch
# raises: AttributeError: 'A' object has no attribute 'bluch'. Did you mean: 'blech'?
