def f():
    length = 3
    return lenght


f()
