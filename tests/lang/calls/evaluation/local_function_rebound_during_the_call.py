def f():
    g = lambda x: "first"
    def change():
        nonlocal g
        g = lambda x: "second"
    return g(change()), g(0)
print(f())  # expect: ('first', 'second')
