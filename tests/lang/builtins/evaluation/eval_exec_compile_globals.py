g = {"x": 2}
print(eval("x * 2", g), sorted(k for k in g if k != "__builtins__"))  # expect: 4 ['x']
exec("y = x ** 3", g)
print(g["y"], eval(compile("1 +\\\n 2", "f", "eval")), globals() is eval("globals()"))
# expect: 8 3 True
eval("x = 1")
# raises: SyntaxError: invalid syntax
