s = "aé😀\u0301z" * 50
print(s[2], s[247] == "😀", len(s), s.index("😀"), s.rfind("😀"), s[100:104] == "aé😀\u0301"[0:0] + s[0:4] or ascii(s[100:104]))
# expect: 😀 True 250 2 247 True
