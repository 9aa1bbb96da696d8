print("é".encode(), "é".encode("latin-1"), "é😀".encode("ascii", "replace"), "é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "backslashreplace"), "\udc80".encode("utf-8", "surrogateescape"), "a".encode("utf-16-le"))
# expect: b'\xc3\xa9' b'\xe9' b'??' b'&#233;' b'\\xe9' b'\x80' b'a\x00'
try: "é".encode("ascii")
except UnicodeEncodeError as e: print(e)
# expect: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
try: "\ud800".encode()
except UnicodeEncodeError as e: print(e)
# expect: 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
try: "a".encode("nope")
except LookupError as e: print(e)  # expect: unknown encoding: nope
