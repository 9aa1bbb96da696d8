a = [2, 1]
seen = []
a.sort(key=lambda x: seen.append(len(a)) or x)
print(seen, a)  # expect: [0, 0] [1, 2]
