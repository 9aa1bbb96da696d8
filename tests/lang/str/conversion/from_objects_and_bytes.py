print(str(), str(5), str(b"a\xc3\xa9", "utf-8"), str(b"x"), str(b"\xff", "utf-8", "replace") == "\ufffd")
# expect:  5 aé b'x' True
try: str(b"\xff", "utf-8")
except UnicodeDecodeError as e: print(e)
# expect: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
try: str("a", "utf-8")
except TypeError as e: print(e)  # expect: decoding str is not supported
