class A:
    @property
    def p(self): raise ValueError("in p")
hasattr(A(), "p")
# raises: ValueError: in p
