a, b = "é", "e\u0301"
print(a == b, len(a), len(b), b[::-1] == "\u0301e", [ascii(c) for c in b])
# expect: False 1 2 True ["'e'", "'\\u0301'"]
