import contextlib, io
with contextlib.suppress(KeyError): {}["k"]
out = io.StringIO()
with contextlib.redirect_stdout(out): print("hidden")
print(repr(out.getvalue()))  # expect: 'hidden\n'
class C:
    def close(self): print("closed")  # expect: closed
with contextlib.closing(C()): pass
