words = ["bb", "a", "cc", "d", "aa"]
print(sorted(words, key=len), sorted(words, key=len, reverse=True))
# expect: ['a', 'd', 'bb', 'cc', 'aa'] ['bb', 'cc', 'aa', 'a', 'd']
