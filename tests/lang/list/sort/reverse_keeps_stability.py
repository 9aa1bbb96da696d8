a = [("a", 1), ("b", 1), ("c", 0), ("d", 1)]
print(sorted(a, key=lambda p: p[1], reverse=True), list(reversed(sorted(a, key=lambda p: p[1]))))
# expect: [('a', 1), ('b', 1), ('d', 1), ('c', 0)] [('d', 1), ('b', 1), ('a', 1), ('c', 0)]
