import bz2
data = b"all work and no play " * 500
packed = bz2.compress(data)
print(len(packed) < 200, bz2.decompress(packed + bz2.compress(b"!")) == data + b"!")  # expect: True True
reader = bz2.BZ2Decompressor()
print(reader.decompress(packed + b"rest", 8), reader.eof, reader.needs_input)  # expect: b'all work' False False
print(len(reader.decompress(b"")), reader.eof, reader.unused_data)  # expect: 10492 True b'rest'
try: bz2.decompress(b"no stream")
except OSError as error: print(error)  # expect: Invalid data stream
