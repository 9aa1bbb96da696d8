class A: pass
A.missing
# raises: AttributeError: type object 'A' has no attribute 'missing'
