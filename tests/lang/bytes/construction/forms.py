print(bytes(3), bytes([1, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(3)), bytes(), bytearray(b"x"))
# expect: b'\x00\x00\x00' b'\x01\xff' b'\xc3\xa9' b'x' b'\x00\x01\x02' b'' bytearray(b'x')
for args in ([256],), ("x",), (-1,), (["a"],), (1.5,):
    try: bytes(*args)
    except (ValueError, TypeError) as e: print(e)  # expect: bytes must be in range(0, 256)
    # expect: string argument without an encoding
    # expect: negative count
    # expect: 'str' object cannot be interpreted as an integer
    # expect: cannot convert 'float' object to bytes
