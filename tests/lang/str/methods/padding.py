print("a".center(5, "*"), "ab".center(5, "*"), "a".ljust(3) + "|", "a".rjust(3, "é"), "-5".zfill(5), "+x".zfill(4), "a\tb".expandtabs(4))
# expect: **a** **ab* a  | ééa -0005 +00x a   b
try: "a".center(5, "ab")
except TypeError as e: print(e)  # expect: The fill character must be exactly one character long
