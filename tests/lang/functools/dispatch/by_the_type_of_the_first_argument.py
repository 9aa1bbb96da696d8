from functools import singledispatch
@singledispatch
def f(x): return "object"
@f.register
def _(x: int): return "int"
@f.register(list)
def _(x): return "list"
print(f(1), f(True), f([]), f("s"), f.dispatch(bool)(1))  # expect: int int list object int
