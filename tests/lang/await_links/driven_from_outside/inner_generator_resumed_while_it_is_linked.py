def inner():
    for i in range(6): yield i
def outer(i):
    yield from i
i = inner()
o = outer(i)
print(next(o), next(i), next(o), next(i), list(o), list(i))  # expect: 0 1 2 3 [4, 5] []
