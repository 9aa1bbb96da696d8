def gen():
    yield 1
    yield 2
a, b = gen()
c, d = {"x": 1, "y": 2}
print(a, b, c, d)  # expect: 1 2 x y
