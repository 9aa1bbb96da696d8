a = [1, 2, 3]
a.insert(-100, 0); a.insert(100, 4); a.insert(-1, "x")
print(a, a.index(2, -100, 100), a[-100:2])  # expect: [0, 1, 2, 3, 'x', 4] 2 [0, 1]
