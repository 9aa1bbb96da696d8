import gzip, io
file = io.BytesIO()
with gzip.open(file, "wt") as lines:
    lines.write("one\ntwo\n" * 100)
file.seek(0)
with gzip.open(file, "rt") as lines:
    print(len(lines.readlines()), lines.buffer.tell())  # expect: 200 800
print(gzip.decompress(gzip.compress(b"a") + gzip.compress(b"b")))  # expect: b'ab'
try: gzip.decompress(b"plain")
except gzip.BadGzipFile as error: print(error)  # expect: Not a gzipped file (b'pl')
