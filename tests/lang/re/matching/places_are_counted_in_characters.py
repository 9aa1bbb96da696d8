import re
m = re.search("b+", "é中😀bb!")
print(m.span(), m.endpos, re.search("b", "é中😀bb!", 0).start())  # expect: (3, 5) 6 3
print([x.start() for x in re.finditer("[\ud800-\udfff]", "a\ud800é\udfff")])  # expect: [1, 3]
