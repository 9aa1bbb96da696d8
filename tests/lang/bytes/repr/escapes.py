print(b"\x00\t\n'\"\\\x7f\x80", bytearray(b"\xff"), b'"', b"'")
# expect: b'\x00\t\n\'"\\\x7f\x80' bytearray(b'\xff') b'"' b"'"
