def f():
    global top
    any((top := x) > 1 for x in range(5))
f()
print(top)  # expect: 2
