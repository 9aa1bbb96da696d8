n = float("nan")
d = {n: 1}
print(d[n], n in d, [n] == [n], n == n)  # expect: 1 True True False
