def f():
    x: missing_thing = 5
    return x
print(f(), f.__annotations__)  # expect: 5 {}
