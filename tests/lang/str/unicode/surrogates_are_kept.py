s = "a\ud800b\udfff"
print(len(s), ascii(s), s == "a\ud800b\udfff", ascii(s[1]), s.find("b"), ascii(s.upper()), ascii("".join(["\ud83d", "\ude00"])))
# expect: 4 'a\ud800b\udfff' True '\ud800' 2 'A\ud800B\udfff' '\ud83d\ude00'
