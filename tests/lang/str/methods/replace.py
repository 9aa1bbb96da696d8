print("aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("b", ""), "aXbX".replace("X", "é"), "aa".replace("a", "b", count=1) if False else "")
# expect: bba -a-b-c- ac aébé
