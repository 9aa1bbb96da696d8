import re
for p in "(", "[a", "*", "(?P<1>x)", "a{2,1}", "\\":
    try: re.compile(p)
    except re.error as e: print(e)  # expect: missing ), unterminated subpattern at position 0
    # expect: unterminated character set at position 0
    # expect: nothing to repeat at position 0
    # expect: bad character in group name '1' at position 4
    # expect: min repeat greater than max repeat at position 2
    # expect: bad escape (end of pattern) at position 0
