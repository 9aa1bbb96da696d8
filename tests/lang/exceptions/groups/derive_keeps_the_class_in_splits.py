class G(ExceptionGroup):
    def derive(self, excs): return G(self.message, excs)
g = G("g", [ValueError(1), TypeError(2)])
a, b = g.split(ValueError)
print(type(a).__name__, type(b).__name__, a.exceptions, g.subgroup(KeyError))
# expect: G G (ValueError(1),) None
