print("abc".startswith("ab"), "abc".startswith(("x", "a")), "abc".endswith("c", 0, 2), "abc".startswith("b", 1), "".startswith(""))
# expect: True True False True True
try: "abc".startswith(1)
except TypeError as e: print(e)
# expect: startswith first arg must be str or a tuple of str, not int
