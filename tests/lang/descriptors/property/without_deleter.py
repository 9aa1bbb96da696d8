class A:
    @property
    def p(self): pass
del A().p
# raises: AttributeError: property 'p' of 'A' object has no deleter
