def f():
    global g
    g = 5
f()
print(g)  # expect: 5
