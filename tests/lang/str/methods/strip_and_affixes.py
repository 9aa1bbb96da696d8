print("  x ".strip() + "|", "xxaxx".strip("x"), "abcba".lstrip("ab"), "file.py".removesuffix(".py"), "prefix-a".removeprefix("prefix-"), "\u2003a\u00a0".strip() == "a")
# expect: x| a cba file a True
