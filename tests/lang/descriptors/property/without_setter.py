class A:
    @property
    def p(self): pass
A().p = 1
# raises: AttributeError: property 'p' of 'A' object has no setter
