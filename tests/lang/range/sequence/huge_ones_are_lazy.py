r = range(10 ** 20)
print(r[10 ** 19], 10 ** 19 in r, r[-1], range(3)[0:2], hash(range(0)) == hash(range(5, 5)))
# expect: 10000000000000000000 True 99999999999999999999 range(0, 2) True
len(r)
# raises: OverflowError: Python int too large to convert to C ssize_t
