class A:
    @property
    def p(self):
        "The p."
    q = property(doc="The q.")
print(A.p.__doc__, A.q.__doc__, A.p.fget.__name__)  # expect: The p. The q. p
