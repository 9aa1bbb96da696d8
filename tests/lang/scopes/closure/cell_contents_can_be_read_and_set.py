def f(x):
    return lambda: x
g = f(1)
print(g.__closure__[0].cell_contents, g.__code__.co_freevars)  # expect: 1 ('x',)
g.__closure__[0].cell_contents = 7
print(g())  # expect: 7
