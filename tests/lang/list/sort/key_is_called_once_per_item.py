calls = []
[3, 1, 2].sort(key=lambda x: calls.append(x) or x)
print(calls)  # expect: [3, 1, 2]
