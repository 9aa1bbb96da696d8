class A: pass
class B:
    def __repr__(self): return "<B>"
print(repr(A()).startswith("<__main__.A object at 0x"), B(), [B()], f"{B()!r}", str(B()))
# expect: True <B> [<B>] <B> <B>
