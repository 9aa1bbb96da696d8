def f():
    a = 1
    print(locals())  # expect: {'a': 1}
    b = 2
f()
