def f(x=[]):
    x.append(1)
    return x
f()
print(f())  # expect: [1, 1]
