r = range(10, 0, -3)
print(list(r), len(r), r[1], r[-1], r[1:], 4 in r, 5 in r, r.index(7), r.count(7), r == range(10, -1, -3), list(reversed(r)), r, range(0, 5))
# expect: [10, 7, 4, 1] 4 7 1 range(7, -2, -3) True False 1 1 True [1, 4, 7, 10] range(10, 0, -3) range(0, 5)
