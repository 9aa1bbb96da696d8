# oracle: 3.14
def f():
    x = 1
    a = locals()
    x = 2
    return a, locals()["x"], a is locals()
print(f())  # expect: ({'x': 1}, 2, False)
