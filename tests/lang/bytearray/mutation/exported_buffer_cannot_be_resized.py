b = bytearray(b"abc")
m = memoryview(b)
m[0] = 65
print(b, m.tobytes(), m[1:].tolist(), m.readonly, len(m))
# expect: bytearray(b'Abc') b'Abc' [98, 99] False 3
b.append(1)
# raises: BufferError: Existing exports of data: object cannot be re-sized
