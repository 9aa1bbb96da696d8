b = bytearray(b"abc")
b[0] = 65; b.append(33); b += b"xy"; b[1:2] = b"---"; del b[-1]; b.insert(0, 42); b.extend([1, 2]); print(b, b.pop(), b.reverse(), b)
# expect: bytearray(b'\x01x!c---A*') 2 None bytearray(b'\x01x!c---A*')
try: b[0] = 256
except ValueError as e: print(e)  # expect: byte must be in range(0, 256)
