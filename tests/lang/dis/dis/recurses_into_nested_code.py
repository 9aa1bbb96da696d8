import dis, io
def f():
    def inner(): return 1
    return inner
out = io.StringIO()
dis.dis(f, file=out)
print("Disassembly of <code object inner" in out.getvalue())  # expect: True
try: dis.dis(5)
except TypeError as e: print(e)  # expect: don't know how to disassemble int objects
