g, l = {"x": 1}, {}
exec("y = x + 1", g, l)
print(l, "__builtins__" in g)  # expect: {'y': 2} True
