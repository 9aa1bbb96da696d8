import types
class Names(dict):
    def __missing__(self, name): return name.upper()
def f(): return anything
print(types.FunctionType(f.__code__, Names())())  # expect: ANYTHING
