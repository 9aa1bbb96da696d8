import io
s = io.StringIO("one\ntwo\n")
print(s.readline(), list(s), s.seek(0), s.read(3), s.tell(), s.write("X"), s.getvalue())
# expect: one
# expect:  ['two\n'] 0 one 3 1 oneXtwo
# expect:
b = io.BytesIO(b"abc")
print(b.read(1), b.getvalue(), b.seek(-1, 2), b.read())  # expect: b'a' b'abc' 2 b'c'
s.close()
s.read()
# raises: ValueError: I/O operation on closed file
