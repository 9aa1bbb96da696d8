import types, sys
m = types.ModuleType("m")
m.__getattr__ = lambda n: "dynamic " + n
print(m.anything)  # expect: dynamic anything
