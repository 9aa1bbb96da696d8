import re
print(re.compile("(?<=a)b").match("ab", 1), re.compile("^b").match("ab", 1))
# expect: <re.Match object; span=(1, 2), match='b'> None
