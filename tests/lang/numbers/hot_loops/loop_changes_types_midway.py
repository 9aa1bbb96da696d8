def add(a, b): return a + b
out = []
for a, b in [(1, 2), (1, 2), (1.5, 2), ("a", "b"), ([1], [2]), (True, 1), (2 ** 60, 2 ** 60), (1, 1j)]: out.append(add(a, b))
print(out)  # expect: [3, 3, 3.5, 'ab', [1, 2], 2, 2305843009213693952, (1+1j)]
