class F(float):
    def __init__(self, value, *, extra=None): self.extra = extra
print(F(1.5, extra=3), F(1.5, extra=3).extra)  # expect: 1.5 3
class G(float): pass
try:
    G(x=1)
except TypeError as error:
    print(error)  # expect: float() takes no keyword arguments
class H(float):
    def __float__(self): return 42.0
print(float(H(1)), sum([-0.0], -0.0))  # expect: 42.0 -0.0
