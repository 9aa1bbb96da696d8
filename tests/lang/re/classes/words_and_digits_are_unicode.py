import re
print(re.findall(r"\w+", "naïve_٣ ²x"), re.findall(r"\d", "1٣²"), re.findall(r"(?a)\w", "aé"), re.findall(rb"\w", b"a\xe9"))
# expect: ['naïve_٣', '²x'] ['1', '٣'] ['a'] [b'a']
