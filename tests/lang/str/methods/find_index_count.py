s = "abcabc"
print(s.find("c"), s.find("z"), s.rfind("b"), s.find("c", 3), s.index("b", 2), s.count("bc"), s.count(""), "".count(""), s.find("", 9))
# expect: 2 -1 4 5 4 2 7 1 -1
s.index("z")
# raises: ValueError: substring not found
