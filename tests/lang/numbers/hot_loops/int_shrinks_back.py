def f(x):
    n = 0
    while x:
        x >>= 7
        n += 1
    return n
x = 1 << 200
print(f(x), x - (x - 1), -x + x, (x + 1) % x, x // x, x - x == 0)  # expect: 29 1 0 1 1 True
