def f(values):
    return [10 // v for v in values]


f([5, 0])
