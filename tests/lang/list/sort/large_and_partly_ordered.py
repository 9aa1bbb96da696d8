import random
random.seed(1)
a = [random.randrange(50) for _ in range(2000)] + list(range(100)) + list(range(100, 0, -1))
s = sorted(enumerate(a), key=lambda p: p[1])
print(all(x[1] < y[1] or x[1] == y[1] and x[0] < y[0] for x, y in zip(s, s[1:])))  # expect: True
