# oracle: 3.14
def f():
    y = 1
    return [sorted(locals()) for x in range(1)]
print(f())  # expect: [['x', 'y']]
