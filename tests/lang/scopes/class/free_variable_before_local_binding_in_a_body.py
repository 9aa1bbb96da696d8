def f():
    x = "outer"
    class C:
        y = x
        x = "inner"
    return C.y, C.x
try:
    print(f())
except NameError as e:
    print(e)  # expect: name 'x' is not defined
