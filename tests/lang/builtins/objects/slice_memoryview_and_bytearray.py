m = memoryview(b"abcdef")
print(m[1:4].tobytes(), m.format, m.itemsize, m.nbytes, list(m[::2]), m == b"abcdef", memoryview(bytearray(b"ab")).readonly)
# expect: b'bcd' B 1 6 [97, 99, 101] True False
