import re
print(re.sub(r"(?P<a>x)(y)?", r"[\g<a>\2\1\n\101]", "x"), re.subn("a", "b", "aaa", count=2))
# expect: [xx
# expect: A] ('bba', 2)
try: re.sub("a", r"\1", "a")
except re.error as e: print(e)  # expect: invalid group reference 1 at position 1
