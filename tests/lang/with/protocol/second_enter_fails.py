class C:
    def __enter__(self): pass
    def __exit__(self, t, *a): print("exit", t.__name__)  # expect: exit ValueError
class Bad(C):
    def __enter__(self): raise ValueError("bad")
with C(), Bad(): pass
# raises: ValueError: bad
