e = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "why")
print(e.encoding, e.object, e.start, e.end, e.reason)  # expect: utf-8 b'\xff' 0 1 why
print(ImportError("m", name="n", path="p").name, StopIteration(5).value, SystemExit(3).code, KeyError("k").args, NameError("m", name="x").name, AttributeError("m", name="a", obj=5).obj)
# expect: n 5 3 ('k',) x 5
s = SyntaxError("m", ("f", 1, 2, "text", 1, 5))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset)
# expect: m f 1 2 text 1 5
