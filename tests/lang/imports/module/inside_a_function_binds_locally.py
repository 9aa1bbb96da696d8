def f():
    import math
    return math.pi > 3
print(f(), "math" in globals())  # expect: True False
