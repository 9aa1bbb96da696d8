print(b"\xc3\xa9".decode(), b"\xff".decode("latin-1"), b"a\xffb".decode("utf-8", "replace") == "a\ufffdb", b"a\xff".decode("utf-8", "ignore"), ascii(b"\xff".decode("utf-8", "surrogateescape")))
# expect: é ÿ True a '\udcff'
b"\xe9a".decode()
# raises: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 0: invalid continuation byte
