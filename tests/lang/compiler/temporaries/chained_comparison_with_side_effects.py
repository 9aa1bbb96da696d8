log = []
def f(x):
    log.append(x)
    return x
print(f(1) < f(2) < f(3) > f(0), f(3) < f(1) < f(2), log)  # expect: True False [1, 2, 3, 0, 3, 1]
