class A:
    def __init__(self, x): pass
A()
# raises: TypeError: A.__init__() missing 1 required positional argument: 'x'
