s = "banana"
print(s.count("an", 2), s.count("a", -3), s.find("a", 2, 3), s.rfind("an", 0, 4), s.index("n", -2), s.find("", 6), s.find("", 7), s.startswith("", 7))
# expect: 1 2 -1 1 4 6 -1 False
