import re
m = re.search(r"(?P<user>\w+)@(\w+)\.com", "mail bob@site.com now")
print(m[0], m.group("user", 2), m.span(), m.groupdict(), re.findall(r"\d+", "a1b22"), re.sub(r"(\w)(\w)", r"\2\1", "abcd"), re.split(r"[,;]\s*", "a, b;c"))
# expect: bob@site.com ('bob', 'site') (5, 17) {'user': 'bob'} ['1', '22'] badc ['a', 'b', 'c']
print(re.fullmatch("a+", "aab"), re.compile("x", re.I).match("X"), [x.start() for x in re.finditer("a", "banana")], re.sub("a", lambda m: m[0].upper(), "banana", count=2))
# expect: None <re.Match object; span=(0, 1), match='X'> [1, 3, 5] bAnAna
