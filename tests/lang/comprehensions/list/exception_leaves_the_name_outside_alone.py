x = "outer"
try:
    [1 / x for x in (1, 0)]
except ZeroDivisionError:
    print(x)  # expect: outer
