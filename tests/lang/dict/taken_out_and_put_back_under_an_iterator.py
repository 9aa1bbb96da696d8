d = {0: 0}
try:
    for key in d:
        del d[key]
        d[key] = 0
except RuntimeError as error:
    print(error)  # expect: dictionary keys changed during iteration
d = {1: 1, 2: 2}
print(d.popitem(), d.popitem(), d)  # expect: (2, 2) (1, 1) {}
d[3] = 3
print(next(iter(d)), next(reversed(d)))  # expect: 3 3
