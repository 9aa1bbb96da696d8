def g():
    for x in (0, 1, 2):
        print("asked", x)  # expect: asked 0
        # expect: asked 1
        # expect: asked 0
        yield x
print(any(g()), all(g()), any([]), all([]))  # expect: True False False True
