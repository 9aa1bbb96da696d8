a = [1]
for x in a:
    if len(a) < 4:
        a.append(x + 1)
print(a)  # expect: [1, 2, 3, 4]
