s = "a\u2028b\x85c\x1cd\re"
print([ascii(x) for x in s.splitlines()], "\u3000x\u2000".split(), "\u200b".isspace(), "\x1f".isspace())
# expect: ["'a'", "'b'", "'c'", "'d'", "'e'"] ['x'] False True
