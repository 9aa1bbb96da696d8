print(b"a" == "a", b"ab" + bytearray(b"c"), b"a" * 3, 97 in b"abc", b"bc" in b"abc")
# expect: False b'abc' b'aaa' True True
try: b"a" + "b"
except TypeError as e: print(e)  # expect: can't concat str to bytes
try: 300 in b"a"
except ValueError as e: print(e)  # expect: byte must be in range(0, 256)
