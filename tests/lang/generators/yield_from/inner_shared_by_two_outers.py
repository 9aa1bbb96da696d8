def inner(): yield from range(5)
def outer(i): yield from i
i = inner()
a, b = outer(i), outer(i)
print(next(a), next(b), next(a), next(i), list(b), list(a))  # expect: 0 1 2 3 [4] []
