def f(*a): return a
t = (1, 2)
print(f(*t) == t, type(f(*[1])), f(*"ab", *range(2)))
# expect: True <class 'tuple'> ('a', 'b', 0, 1)
