def f():
    def g(): return x
    x = 5
    return g()
print(f())  # expect: 5
