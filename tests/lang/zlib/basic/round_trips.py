import zlib
data = b"all work and no play " * 50
for wbits in (15, -15, 31):
    print(zlib.decompress(zlib.compress(data, wbits=wbits), wbits=wbits) == data)  # expect: True
    # expect: True
    # expect: True
compressor = zlib.compressobj(9)
packed = compressor.compress(data) + compressor.flush()
reader = zlib.decompressobj()
print(reader.decompress(packed + b"rest", 10), reader.eof)  # expect: b'all work a' False
print(len(reader.decompress(reader.unconsumed_tail)), reader.eof, reader.unused_data)
# expect: 1040 True b'rest'
print(zlib.crc32(data), zlib.adler32(data))  # expect: 2441729566 1453748532
try: zlib.decompress(packed[:-3])
except zlib.error as error: print(error)
# expect: Error -5 while decompressing data: incomplete or truncated stream
