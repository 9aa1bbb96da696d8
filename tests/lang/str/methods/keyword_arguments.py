print("a b c".split(sep=" ", maxsplit=1), "a\nb".splitlines(keepends=True), "é".encode(encoding="ascii", errors="ignore"), "a\tb".expandtabs(tabsize=2))
# expect: ['a', 'b c'] ['a\n', 'b'] b'' a b
try: "a".strip(chars="a")
except TypeError as e: print(e)  # expect: str.strip() takes no keyword arguments
