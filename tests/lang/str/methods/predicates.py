for s in "", "abc", "ab1", "12", "²", "½", "Abc Def", "ABC", "  ", "\u2003", "a b", "_x1", "é", "def":
    print(ascii(s), s.isalpha(), s.isalnum(), s.isdecimal(), s.isdigit(), s.isnumeric(), s.istitle(), s.isupper(), s.isspace(), s.isidentifier(), s.isprintable(), s.isascii())
    # expect: '' False False False False False False False False False True True
    # expect: 'abc' True True False False False False False False True True True
    # expect: 'ab1' False True False False False False False False True True True
    # expect: '12' False True True True True False False False False True True
    # expect: '\xb2' False True False True True False False False False True False
    # expect: '\xbd' False True False False True False False False False True False
    # expect: 'Abc Def' False False False False False True False False False True True
    # expect: 'ABC' True True False False False False True False True True True
    # expect: '  ' False False False False False False False True False True True
    # expect: '\u2003' False False False False False False False True False False False
    # expect: 'a b' False False False False False False False False False True True
    # expect: '_x1' False False False False False False False False True True True
    # expect: '\xe9' True True False False False False False False True True False
    # expect: 'def' True True False False False False False False True True True
