import re
try: re.compile("(" * 100000 + ")" * 100000)
except RecursionError as e: print(e)  # expect: maximum recursion depth exceeded
print(re.match("(?:a|b)*", "ab" * 100000).end())  # expect: 200000
