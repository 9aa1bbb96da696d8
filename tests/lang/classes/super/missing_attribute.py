class A:
    def f(self): super().nope
A().f()
# raises: AttributeError: 'super' object has no attribute 'nope'
