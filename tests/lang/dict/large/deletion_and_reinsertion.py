d = dict.fromkeys(range(10000))
for i in range(0, 10000, 2): del d[i]
for i in range(0, 10, 2): d[i] = i
print(len(d), next(iter(d)), list(d)[-5:], d.popitem())  # expect: 5005 1 [0, 2, 4, 6, 8] (8, 8)
while len(d) > 3: d.popitem()
print(d)  # expect: {1: None, 3: None, 5: None}
