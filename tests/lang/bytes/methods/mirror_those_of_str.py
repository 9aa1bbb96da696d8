b = b"Hello, World"
print(b.upper(), b.split(b", "), b.find(b"o"), b.replace(b"o", b"0"), b.startswith(b"He"), b"-".join([b"a", b"b"]), b.hex(), b.hex(" ", 4), bytes.fromhex("0a ff"), b.title(), b" x ".strip(), b[0], b[1:3], b.count(b"o"), b"a\tb".expandtabs(2))
# expect: b'HELLO, WORLD' [b'Hello', b'World'] 4 b'Hell0, W0rld' True b'a-b' 48656c6c6f2c20576f726c64 48656c6c 6f2c2057 6f726c64 b'\n\xff' b'Hello, World' b'x' 72 b'el' 2 b'a b'
