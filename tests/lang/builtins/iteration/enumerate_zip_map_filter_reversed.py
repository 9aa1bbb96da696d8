print(list(enumerate("ab", 1)), list(zip("ab", [1, 2, 3])), list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])), list(filter(str.isupper, "aBC")), list(reversed("abc")))
# expect: [(1, 'a'), (2, 'b')] [('a', 1), ('b', 2)] [4, 6] [1, 'a'] ['B', 'C'] ['c', 'b', 'a']
