class A:
    @classmethod
    def m(cls): "Doc."
print(A.m.__func__.__name__, A.m.__self__, A.m.__doc__, A.__dict__["m"].__wrapped__.__name__)
# expect: m <class '__main__.A'> Doc. m
