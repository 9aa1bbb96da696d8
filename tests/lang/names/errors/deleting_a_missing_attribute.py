class A: pass
del A().x
# raises: AttributeError: 'A' object has no attribute 'x'
